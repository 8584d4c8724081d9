package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.fairlead.api.NicBidding;
import io.fairlead.api.deploy.LogEntry;
import io.fairlead.api.deploy.VendorBundle;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.deploy.vendor.DriverJar;
import io.fairlead.deploy.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** A vendor's bundle on a host with a NIC that only it knows: dropped in, swapped, thrown out, and what it sees and shows. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class VendorBundlesTest {

    private static final String FILE = "example.jar";
    private static final String WHO = "the test";
    private static final String OUR_DEPLOY = "io.fairlead.deploy";

    @Inject
    private BundleContext context;
    @Inject
    private ServiceComponentRuntime runtime;
    @Inject
    private NicBidding bidding;

    private final Vendor vendor = new Vendor("vendor@example");
    private VendorRoot root;

    @Configuration
    public Option[] image() throws IOException {
        return new Option[]{VendorRoot.daemon()};
    }

    @Before
    public void trust() {
        root = VendorRoot.of(context);
        vendors().trust(vendor.publicKey(), "com.example", false, WHO);
        // So that no version of this test is lower than one of another.
        deploy(new DriverJar("0.0.1"));
        vendors().remove(DriverJar.NAME, WHO);
    }

    @After
    public void remove() throws IOException {
        root.clear(FILE);
        vendors().bundles().forEach(bundle -> vendors().remove(bundle.name(), WHO));
        assertEquals("generic", driver());
    }

    @Test
    public void oneThatIsDroppedInHasItsNicAndThenAnotherVersionHasIt() throws IOException {
        drop("2.0.0");
        assertFalse("it is taken from there", Files.exists(root.incoming().resolve(FILE)));
        assertFalse(Files.exists(root.incoming().resolve(FILE + ".sig")));
        drop("2.1.0");

        VendorBundle bundle = vendors().bundles().getFirst();
        assertEquals("2.1.0", bundle.version());
        assertEquals(vendor.fingerprint(), bundle.key());
        assertEquals("the drop directory", bundle.who());
        assertEquals(1, Arrays.stream(context.getBundles())
                .filter(found -> DriverJar.NAME.equals(found.getSymbolicName())).count());
        LogEntry entry = vendors().log().getLast();
        assertEquals(List.of(LogEntry.Action.DEPLOY, LogEntry.Outcome.DONE, "com.example.nic 2.1.0"),
                List.of(entry.action(), entry.outcome(), entry.what()));
        assertEquals(bundle.sha256(), entry.sha256());
    }

    @Test
    public void oneWhoseSignatureComesLaterWaitsForIt() throws IOException {
        byte[] jar = new DriverJar("2.2.0").bytes();
        root.place(FILE, jar);
        VendorRoot.await("it is refused", () -> !vendors().refusals().isEmpty());
        root.place(FILE + ".sig", vendor.sign(jar));
        awaitRuns("2.2.0");
        VendorRoot.await("it is no longer refused", () -> vendors().refusals().isEmpty());
    }

    @Test
    public void oneThatWasRefusedRunsOnceItsKeyIsTrusted() throws IOException {
        Vendor other = new Vendor("other@example");
        byte[] jar = new DriverJar("2.3.0").bytes();
        root.drop(FILE, jar, other.sign(jar));
        VendorRoot.await("it is refused", () -> !vendors().refusals().isEmpty());
        vendors().trust(other.publicKey(), "com.example.nic", false, WHO);
        awaitRuns("2.3.0");
    }

    @Test
    public void oneThatDoesNotStartLeavesTheOldOneRunning() {
        deploy(new DriverJar("2.4.0"));
        byte[] jar = new DriverJar("2.5.0").header("Import-Package", "io.fairlead.spi.nic;version=\"[9,10)\"").bytes();
        try {
            vendors().deploy(FILE, jar, vendor.sign(jar), false, WHO);
            throw new AssertionError("it is not refused");
        } catch (io.fairlead.api.FairleadException e) {
            assertTrue(e.getMessage(), e.getMessage().contains("example.jar is refused: it does not start: "));
        }
        assertEquals("example-2.4.0", driver());
        assertEquals("2.4.0", vendors().bundles().getFirst().version());
    }

    @Test
    public void whatWasAcceptedIsVerifiedAgainAtEachStart() throws BundleException, IOException {
        deploy(new DriverJar("2.6.0"));
        our(OUR_DEPLOY).stop();
        assertEquals("no vendor's bundle runs without its wall", "generic", driver());
        our(OUR_DEPLOY).start();
        VendorRoot.await("it runs again", () -> driver().equals("example-2.6.0"));

        our(OUR_DEPLOY).stop();
        Path copy = copies().findFirst().orElseThrow();
        byte[] changed = Files.readAllBytes(copy);
        changed[changed.length / 2] ^= 1;
        Files.write(copy, changed);
        our(OUR_DEPLOY).start();
        assertEquals("generic", driver());
        assertTrue(vendors().bundles().getFirst().problem().orElseThrow()
                .contains("its signature is not of this file"));
    }

    @Test
    public void oneWhoseKeyIsRevokedStopsAtOnce() {
        deploy(new DriverJar("2.7.0"));
        assertEquals(List.of(DriverJar.NAME), vendors().revoke(vendor.fingerprint(), WHO).stopped());
        assertEquals("generic", driver());
        assertTrue(vendors().bundles().getFirst().problem().orElseThrow().contains("was revoked"));
        vendors().trust(vendor.publicKey(), "com.example", true, WHO);
        assertEquals("example-2.7.0", driver());
    }

    @Test
    public void oneWhoseKeyIsTakenOutOfTheFileByHandStopsToo() throws IOException {
        deploy(new DriverJar("2.8.0"));
        Files.writeString(root.path().resolve("etc/fairlead/vendors/allowed_signers"), "# nobody\n");
        VendorRoot.await("it stops", () -> driver().equals("generic"));
        assertTrue(vendors().bundles().getFirst().problem().orElseThrow().contains("is not trusted"));
    }

    @Test
    public void whatIsNoLongerAcceptedIsNotKept() throws IOException {
        deploy(new DriverJar("2.9.0"));
        deploy(new DriverJar("2.9.1"));
        assertEquals(1, copies().count());
        vendors().remove(DriverJar.NAME, WHO);
        assertEquals(0, copies().count());
    }

    @Test
    public void othersSeeNoServiceOfItButTheDriver() throws InvalidSyntaxException {
        deploy(new DriverJar("3.0.0").component("java.lang.Runnable",
                "<property name='osgi.command.scope' value='sriov'/><property name='osgi.command.function' value='run'/>"));
        Bundle bundle = vendorBundle();
        assertEquals("it is registered", 1, bundle.getRegisteredServices().length);
        assertNull(context.getAllServiceReferences("java.lang.Runnable", "(osgi.command.scope=sriov)"));

        deploy(new DriverJar("3.0.1").component("io.fairlead.spi.nic.NicDriver",
                "<property name='fairlead.nic.name' value='example-3.0.1'/><property name='osgi.command.scope' value='sriov'/>"
                        + "<property name='osgi.command.function' value='run'/>"));
        assertEquals("example-3.0.1", driver());
        ServiceReference<?>[] commands = our("org.apache.felix.gogo.runtime").getBundleContext()
                .getAllServiceReferences(null, "(osgi.command.function=run)");
        assertNull("the command runtime does not see it", commands);

        deploy(new DriverJar("3.0.2").component("io.fairlead.spi.nic.NicDriver,java.lang.Runnable", ""));
        assertEquals("a driver that is something else too is none", "generic", driver());
    }

    @Test
    public void itSeesNoServiceOfOthers() throws InvalidSyntaxException {
        int number = 0;
        for (String service : List.of("io.fairlead.host.HostFiles", "io.fairlead.api.Sriov",
                "org.osgi.service.cm.ConfigurationAdmin")) {
            assertTrue(service, context.getAllServiceReferences(service, null) != null);
            String version = "3.1." + number++;
            byte[] jar = new DriverJar(version).component("<reference name='host' interface='" + service + "'/>")
                    .bytes();
            vendors().deploy(FILE, jar, vendor.sign(jar), true, WHO);
            assertEquals(service, List.of("host"), unsatisfied());
            assertNull(service, vendorBundle().getBundleContext().getAllServiceReferences(service, null));
            assertEquals("generic", driver());
        }
    }

    private List<String> unsatisfied() {
        return runtime.getComponentDescriptionDTOs(vendorBundle()).stream()
                .flatMap((ComponentDescriptionDTO component) -> runtime.getComponentConfigurationDTOs(component)
                        .stream())
                .flatMap((ComponentConfigurationDTO found) -> Arrays.stream(found.unsatisfiedReferences))
                .map(reference -> reference.name).toList();
    }

    private void deploy(DriverJar driver) {
        byte[] jar = driver.bytes();
        vendors().deploy(FILE, jar, vendor.sign(jar), true, WHO);
    }

    private void drop(String version) throws IOException {
        byte[] jar = new DriverJar(version).bytes();
        root.drop(FILE, jar, vendor.sign(jar));
        awaitRuns(version);
        VendorRoot.await("it is taken from there", () -> !Files.exists(root.incoming().resolve(FILE + ".sig")));
    }

    /** It has the NIC before it is accepted: it may yet not be, when the disk is full. */
    private void awaitRuns(String version) {
        VendorRoot.await("it has the NIC", () -> driver().equals("example-" + version));
        VendorRoot.await("it is accepted", () -> vendors().bundles().stream()
                .anyMatch(bundle -> bundle.version().equals(version) && bundle.problem().isEmpty()));
    }

    private String driver() {
        return bidding.bids(VendorRoot.PF).getFirst().driver();
    }

    private Stream<Path> copies() throws IOException {
        try (Stream<Path> files = Files.walk(root.vendors().resolve("store"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar")).toList().stream();
        }
    }

    /** The service of now: the bundle that has it is stopped and started here. */
    private VendorBundles vendors() {
        return Optional.ofNullable(context.getServiceReference(VendorBundles.class)).map(context::getService)
                .orElseThrow();
    }

    private Bundle vendorBundle() {
        return Arrays.stream(context.getBundles()).filter(bundle -> DriverJar.NAME.equals(bundle.getSymbolicName()))
                .findFirst().orElseThrow();
    }

    private Bundle our(String symbolicName) {
        return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
                .findFirst().orElseThrow();
    }
}
