package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.api.FairleadException;
import io.fairlead.api.deploy.LogEntry;
import io.fairlead.api.deploy.Refusal;
import io.fairlead.api.deploy.VendorBundle;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.deploy.vendor.DriverJar;
import io.fairlead.deploy.vendor.Vendor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/** Bundles that must not run, each refused with its own reason; a class initializer that leaves a mark proves that none did. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HostileBundlesTest {

    private static final String FILE = "example.jar";
    private static final String EVIL = "fairlead.test.evil";
    private static final String WHO = "the test";
    private static final int FLIPS = 40;
    private static final int TRUNCATION = 512;
    private static final int SWAPS = Integer.getInteger("swaps", Boolean.getBoolean("long") ? 10_000 : 1_000);
    private static final long TWO_GIB = 1L << 31;

    @Inject
    private BundleContext context;
    @Inject
    private VendorBundles vendors;

    private final Vendor vendor = new Vendor("vendor@example");
    private final byte[] good = new DriverJar("1.2.0").bytes();
    private VendorRoot root;

    @Configuration
    public Option[] image() throws IOException {
        return new Option[]{VendorRoot.daemon()};
    }

    @Before
    public void trust() {
        System.clearProperty(DriverJar.MARK);
        root = VendorRoot.of(context);
        vendors.trust(vendor.publicKey(), "com.example", false, WHO);
    }

    @After
    public void nothingRan() throws IOException {
        root.clear(FILE);
        List<VendorBundle> accepted = vendors.bundles();
        accepted.forEach(bundle -> vendors.remove(bundle.name(), WHO));
        assertEquals(List.of(), accepted);
        assertNull("a refused bundle's class was initialized", System.getProperty(DriverJar.MARK));
        assertEquals(List.of(), Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getLocation().startsWith("fairlead-vendor:")).toList());
    }

    @Test
    public void oneThatIsNotSigned() throws IOException {
        root.place(FILE, good);
        assertDropped("it is not signed: example.jar.sig is not there");
        assertRefused("its signature is none: make it with ssh-keygen", good, new byte[0]);
    }

    @Test
    public void oneOfAnotherKey() {
        Vendor other = new Vendor("other@example");
        assertRefused("its key " + other.fingerprint() + " is not trusted", good, other.sign(good));
    }

    @Test
    public void oneOfARevokedKey() {
        Vendor gone = new Vendor("gone@example");
        vendors.trust(gone.publicKey(), "com.example", false, WHO);
        vendors.revoke(gone.fingerprint(), WHO);
        assertRefused("its key " + gone.fingerprint() + " was revoked", good, gone.sign(good));
        String key = gone.publicKey();
        FairleadException e = assertThrows(FairleadException.class,
                () -> vendors.trust(key, "com.example", false, WHO));
        assertTrue(e.getMessage(), e.getMessage().contains("was revoked"));
    }

    @Test
    public void oneThatIsSignedForAnotherUse() {
        assertRefused("its signature was made for another use", good, vendor.sign(good, "git"));
    }

    @Test
    public void oneWithABitThatFlipped() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        byte[] signature = vendor.sign(good);
        for (int flip = 0; flip < FLIPS; flip++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            assertRefused("its signature is not of this file", bad, signature);
        }
    }

    @Test
    public void oneThatIsCutShort() {
        byte[] signature = vendor.sign(good);
        for (int length = 0; length < good.length; length += TRUNCATION) {
            assertRefused("its signature is not of this file", Arrays.copyOf(good, length), signature);
        }
    }

    @Test
    public void oneWithAnEntryThatCameLater() throws IOException {
        byte[] more = new DriverJar("1.2.0").entry("extra", new byte[1]).bytes();
        assertRefused("its signature is not of this file", more, vendor.sign(good));
    }

    @Test
    public void oneWithAnEntryTwice() {
        byte[] twice = new DriverJar("1.2.0").entry("com/example/aa", new byte[1]).entry("com/example/bb", new byte[1])
                .bytes();
        replace(twice, "com/example/bb", "com/example/aa");
        assertRefused("it has the entry 'com/example/aa' twice", twice, vendor.sign(twice));
    }

    @Test
    public void oneWithTheSignatureOfAnotherFile() {
        assertRefused("its signature is not of this file", good, vendor.sign(new DriverJar("1.3.0").bytes()));
    }

    @Test
    public void oneThatIsOlderThanTheLast() throws IOException {
        vendors.deploy(FILE, good, vendor.sign(good), false, WHO);
        byte[] older = new DriverJar("1.1.9").bytes();
        assertRefused("its version 1.1.9 is lower than 1.2.0, the last that was accepted", older, vendor.sign(older));
        vendors.remove(DriverJar.NAME, WHO);
        System.clearProperty(DriverJar.MARK);
        assertRefused("its version 1.1.9 is lower than 1.2.0", older, vendor.sign(older));
        VendorBundle forced = vendors.deploy(FILE, older, vendor.sign(older), true, WHO);
        assertEquals("1.1.9", forced.version());
        vendors.remove(DriverJar.NAME, WHO);
        System.clearProperty(DriverJar.MARK);
    }

    @Test
    public void oneThatTakesANameOfOurs() {
        assertHeader("it calls itself io.fairlead.sriov, and names that begin with io.fairlead are Fairlead's own",
                "Bundle-SymbolicName", "io.fairlead.sriov");
        assertHeader("it calls itself org.apache.felix.scr, as a bundle of the installation does",
                "Bundle-SymbolicName", "org.apache.felix.scr");
        String key = vendor.publicKey();
        assertThrows(FairleadException.class, () -> vendors.trust(key, "io", false, WHO));
    }

    @Test
    public void oneWithANameThatItsKeyMayNotSign() {
        assertHeader("may sign com.example, and not com.example2.nic", "Bundle-SymbolicName", "com.example2.nic");
    }

    @Test
    public void oneThatIsPartOfAnother() {
        assertHeader("it is a fragment of io.fairlead.sriov", "Fragment-Host", "io.fairlead.sriov");
        assertHeader("it is an extension of the framework", "Fragment-Host", "system.bundle; extension:=framework");
    }

    @Test
    public void oneThatWantsMoreThanADriverNeeds() {
        assertHeader("it imports io.fairlead.host", "Import-Package", "io.fairlead.spi.nic,io.fairlead.host");
        assertHeader("it imports org.osgi.framework", "Import-Package", "org.osgi.framework;resolution:=optional");
        assertHeader("it wants packages that it does not name", "DynamicImport-Package", "*");
        assertHeader("it wants all packages of another bundle", "Require-Bundle", "io.fairlead.host");
        assertHeader("it requires osgi.service", "Require-Capability",
                "osgi.service;filter:=\"(objectClass=io.fairlead.api.Sriov)\";effective:=active");
        assertHeader("it requires osgi.extender", "Require-Capability", "osgi.extender;filter:=\"(osgi.extender=x)\"");
        assertHeader("it requires osgi.wiring.package", "Require-Capability",
                "osgi.wiring.package;filter:=\"(osgi.wiring.package=io.fairlead.host)\"");
        assertHeader("it provides osgi.extender", "Provide-Capability", "osgi.extender;osgi.extender=osgi.component");
        assertHeader("it offers packages to others", "Export-Package", "io.fairlead.api");
        assertHeader("it wants the framework itself", "Bundle-Activator", "com.example.nic.ExampleDriver");
        assertHeader("it brings native code", "Bundle-NativeCode", "x.so;osname=Linux");
        assertHeader("it brings jars in the jar", "Bundle-ClassPath", ".,x.jar");
        assertHeader("it is another bundle for each release of Java", "Multi-Release", "true");
    }

    @Test
    public void oneThatIsALink() throws IOException {
        Path elsewhere = Files.write(root.path().resolve("elsewhere.jar"), good);
        root.place(FILE + ".sig", vendor.sign(good));
        Files.createSymbolicLink(root.incoming().resolve(FILE), elsewhere);
        assertDropped("is a symbolic link");
    }

    @Test
    public void oneThatOthersCanWrite() throws IOException {
        Path aside = Files.write(root.path().resolve("aside.jar"), good);
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-rw-rw-"));
        root.place(FILE + ".sig", vendor.sign(good));
        Files.move(aside, root.incoming().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        assertDropped("can be written by others than its owner (mode 666)");
    }

    @Test
    public void oneInADirectoryThatOthersCanWrite() throws IOException {
        Files.setPosixFilePermissions(root.incoming(), PosixFilePermissions.fromString("rwxrwxrwx"));
        try {
            root.drop(FILE, good, vendor.sign(good));
            assertDropped("incoming can be written by others than its owner (mode 777)");
        } finally {
            Files.setPosixFilePermissions(root.incoming(), PosixFilePermissions.fromString("rwxr-xr-x"));
            root.clear(FILE);
        }
    }

    /** Another file than the signed one lies there again and again, while it is looked at; none but the signed ever runs. */
    @Test
    public void oneThatIsSwappedWhileItIsLookedAt() throws IOException {
        byte[] evil = new DriverJar("9.9.9").mark(EVIL).bytes();
        byte[] signature = vendor.sign(good);
        Path spare = root.vendors().resolve("spare");
        Path target = root.incoming().resolve(FILE);
        for (int swap = 0; swap < SWAPS; swap++) {
            if (!Files.exists(root.incoming().resolve(FILE + ".sig"))) {
                root.place(FILE + ".sig", signature);
            }
            Files.write(spare, swap % 2 == 0 ? evil : good);
            Files.move(spare, target, StandardCopyOption.ATOMIC_MOVE);
        }
        root.drop(FILE, evil, signature);
        // The signature may have been taken away with the signed file that was accepted last.
        VendorRoot.await("the last is refused", () -> vendors.refusals().stream().map(Refusal::why)
                .anyMatch(
                        why -> why.contains("its signature is not of this file") || why.contains("it is not signed")));
        root.clear(FILE);
        VendorRoot.await("it is forgotten", () -> vendors.refusals().isEmpty());
        assertNull(System.getProperty(EVIL));
        assertTrue(vendors.log().stream().noneMatch(entry -> entry.what().contains("9.9.9")));
        vendors.bundles().forEach(bundle -> vendors.remove(bundle.name(), WHO));
        System.clearProperty(DriverJar.MARK);
    }

    @Test
    public void oneWithAnEntryOfTwoGibibytes() throws IOException {
        byte[] bomb = bomb(TWO_GIB, 0);
        assertTrue("it is small enough to be looked at", bomb.length < VendorBundles.LARGEST_BUNDLE);
        assertRefused("unpacked it ", bomb, vendor.sign(bomb));
        byte[] dense = bomb(10 << 20, 0);
        assertRefused("unpacked it is more than 100 times as large as it is", dense, vendor.sign(dense));
        byte[] slower = bomb(32 << 20, 1 << 20);
        assertRefused("unpacked it has more than 16777216 bytes", slower, vendor.sign(slower));
    }

    @Test
    public void oneThatIsTooLarge() {
        byte[] large = new byte[VendorBundles.LARGEST_BUNDLE + 1];
        assertRefused("it has 4194305 bytes, and 4194304 are the most", large, vendor.sign(large));
        DriverJar many = new DriverJar("1.2.0");
        for (int i = 0; i < 1000; i++) {
            many.entry("e" + i, new byte[0]);
        }
        assertRefused("it has more than 1000 entries", many.bytes(), vendor.sign(many.bytes()));
    }

    @Test
    public void oneWithAnEntryOutsideOfIt() {
        for (String name : List.of("../../etc/passwd", "/etc/passwd", "a/../../b", "a\\..\\b")) {
            byte[] jar = new DriverJar("1.2.0").entry(name, new byte[1]).bytes();
            assertRefused("would lie outside of it", jar, vendor.sign(jar));
        }
    }

    @Test
    public void oneThatIsNoJar() {
        byte[] text = "no jar".getBytes(StandardCharsets.UTF_8);
        assertRefused("it has no META-INF/MANIFEST.MF", text, vendor.sign(text));
    }

    private void assertHeader(String reason, String header, String value) {
        byte[] jar = new DriverJar("1.2.0").header(header, value).bytes();
        assertRefused(reason, jar, vendor.sign(jar));
    }

    private void assertRefused(String reason, byte[] jar, byte[] signature) {
        FairleadException e = assertThrows(reason, FairleadException.class,
                () -> vendors.deploy(FILE, jar, signature, false, WHO));
        assertEquals(FairleadException.Kind.NOT_CAPABLE, e.kind());
        assertTrue("expected: " + reason + ", but was: " + e.getMessage(), e.getMessage().contains(reason));
        LogEntry last = vendors.log().getLast();
        assertEquals(LogEntry.Outcome.REFUSED, last.outcome());
        assertTrue(last.detail(), last.detail().contains(reason));
    }

    private void assertDropped(String reason) throws IOException {
        try {
            VendorRoot.await("it is refused", () -> vendors.refusals().stream().map(Refusal::why)
                    .anyMatch(why -> why.contains(reason)));
            assertTrue("it stays where it is", Files.exists(root.incoming().resolve(FILE)));
            assertTrue(vendors.log().getLast().detail(), vendors.log().getLast().detail().contains(reason));
        } finally {
            root.clear(FILE);
            VendorRoot.await("it is forgotten", () -> vendors.refusals().isEmpty());
        }
    }

    private static void replace(byte[] bytes, String old, String now) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + 1)) {
            System.arraycopy(now.getBytes(StandardCharsets.US_ASCII), 0, bytes, at, now.length());
        }
    }

    /** With an entry of so many zeros, and one of so many bytes that do not compress. */
    private static byte[] bomb(long zeros, int noise) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("noise"));
            byte[] random = new byte[noise];
            RandomGeneratorFactory.of("L64X128MixRandom").create(5).nextBytes(random);
            out.write(random);
            out.putNextEntry(new ZipEntry("zeros"));
            byte[] piece = new byte[1 << 20];
            for (long written = 0; written < zeros; written += piece.length) {
                out.write(piece);
            }
            out.closeEntry();
        }
        return bytes.toByteArray();
    }
}
