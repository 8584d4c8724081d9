package io.fairlead.itests.bench;

import io.fairlead.api.NicBidding;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.deploy.vendor.DriverJar;
import io.fairlead.deploy.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.osgi.framework.BundleException;

/** How long it takes from the renaming of a vendor's jar into the drop directory until its driver has the NIC. */
final class DeployBench {

    private static final int WARM_UP = 30;
    private static final int DEPLOYMENTS = 200;
    private static final String FILE = "example.jar";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofNanos(200_000);
    /** Longer than the events of a burst are gathered: the signature's own is then over, and shortens nothing. */
    private static final Duration QUIET = Duration.ofMillis(150);

    private final DeployHost host;
    private final NicBidding bidding;
    private final Vendor vendor = new Vendor("vendor@example");

    private DeployBench(DeployHost host) {
        this.host = host;
        this.bidding = host.service(NicBidding.class);
    }

    /** Milliseconds, the shortest first. */
    static double[] run() throws BundleException, IOException, InterruptedException {
        try (DeployHost host = new DeployHost()) {
            return new DeployBench(host).times();
        }
    }

    private double[] times() throws IOException {
        host.service(VendorBundles.class).trust(vendor.publicKey(), "com.example", false, "the benchmark");
        for (int i = 0; i < WARM_UP; i++) {
            time("1.0." + i);
        }
        double[] times = new double[DEPLOYMENTS];
        for (int i : IntStream.range(0, DEPLOYMENTS).toArray()) {
            times[i] = time("2.0." + i);
        }
        Arrays.sort(times);
        return times;
    }

    private double time(String version) throws IOException {
        byte[] jar = new DriverJar(version).bytes();
        place(FILE + ".sig", vendor.sign(jar));
        Path aside = Files.write(host.vendors().resolve(FILE), jar);
        LockSupport.parkNanos(QUIET.toNanos());
        long begun = System.nanoTime();
        Files.move(aside, host.incoming().resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        while (!isBound("example-" + version)) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("version %s did not come: %s".formatted(version,
                        host.service(VendorBundles.class).refusals()));
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private boolean isBound(String driver) {
        return bidding.drivers().stream()
                .anyMatch(found -> found.name().equals(driver) && found.functions().contains(DeployHost.PF));
    }

    private void place(String name, byte[] content) throws IOException {
        Path aside = Files.write(host.vendors().resolve(name), content);
        Files.move(aside, host.incoming().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
