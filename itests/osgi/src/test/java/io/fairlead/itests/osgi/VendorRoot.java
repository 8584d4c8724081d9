package io.fairlead.itests.osgi;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.BundleContext;

/**
 * The tree of a real host with one PF that no driver of ours knows, its drop directory, and the image's bundles as its daemon.
 *
 * @param path where it lies
 */
record VendorRoot(Path path) {

    static final String PF = "0000:01:00.0";

    private static final String ROOT = "fairlead.root";
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    static Option daemon() throws IOException {
        Path root = Files.createTempDirectory("fairlead");
        Files.createDirectories(root.resolve("proc"));
        // Who runs this counts as root there.
        Files.createSymbolicLink(root.resolve("proc/self"), Path.of("/"));
        Path pf = Files.createDirectories(root.resolve("sys/bus/pci/devices/" + PF));
        for (Map.Entry<String, String> attribute : Map.of("vendor", "0x1d6b", "device", "0x0001", "subsystem_vendor",
                "0x1d6b", "subsystem_device", "0x0001", "sriov_totalvfs", "4", "sriov_numvfs", "0",
                "sriov_drivers_autoprobe", "1").entrySet()) {
            Files.writeString(pf.resolve(attribute.getKey()), attribute.getValue() + "\n");
        }
        Files.createDirectories(new VendorRoot(root).incoming(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return composite(Image.real(), frameworkProperty(ROOT).value(root.toString()),
                frameworkProperty("fairlead.daemon").value("true"), systemPackage("io.fairlead.deploy.vendor"));
    }

    static VendorRoot of(BundleContext context) {
        return new VendorRoot(Path.of(context.getProperty(ROOT)));
    }

    Path vendors() {
        return path.resolve("var/lib/fairlead/vendors");
    }

    Path incoming() {
        return vendors().resolve("incoming");
    }

    /** Puts a signed file into the drop directory, as one should: the signature first, and the file by renaming. */
    void drop(String name, byte[] jar, byte[] signature) throws IOException {
        place(name + ".sig", signature);
        place(name, jar);
    }

    void place(String name, byte[] content) throws IOException {
        Path aside = Files.write(vendors().resolve(name + ".new"), content);
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(aside, incoming().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void clear(String name) throws IOException {
        Files.deleteIfExists(incoming().resolve(name));
        Files.deleteIfExists(incoming().resolve(name + ".sig"));
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come about: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
