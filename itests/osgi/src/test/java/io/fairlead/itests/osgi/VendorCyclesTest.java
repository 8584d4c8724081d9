package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.fairlead.api.Inventory;
import io.fairlead.api.NicBidding;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.deploy.vendor.DriverJar;
import io.fairlead.deploy.vendor.Vendor;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;

/** A vendor's bundle comes, is updated and goes, over and over, while others ask for the inventory: nothing fails, nothing stays. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class VendorCyclesTest {

    private static final int CYCLES = Integer.getInteger("cycles", Boolean.getBoolean("long") ? 10_000 : 100);
    private static final int WARM_UP = 20;
    private static final int ASKING = 4;
    /** What a JVM that does other things too may have more of. */
    private static final long HEAP_NOISE = 4 << 20;
    private static final int CLASS_NOISE = 60;
    private static final String WHO = "the test";

    @Inject
    private BundleContext context;
    @Inject
    private VendorBundles vendors;
    @Inject
    private Inventory inventory;
    @Inject
    private NicBidding bidding;

    private final Vendor vendor = new Vendor("vendor@example");
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private volatile boolean done;

    @Configuration
    public Option[] image() throws IOException {
        return new Option[]{VendorRoot.daemon()};
    }

    @Test
    public void nothingFailsAndNothingStays() throws InterruptedException {
        vendors.trust(vendor.publicKey(), "com.example", false, WHO);
        ExecutorService asking = Executors.newFixedThreadPool(ASKING);
        try {
            for (int i = 0; i < ASKING; i++) {
                asking.execute(this::ask);
            }
            cycles(0, WARM_UP);
            long heap = heap();
            ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
            int loaded = classes.getLoadedClassCount();

            cycles(WARM_UP, WARM_UP + CYCLES);

            VendorRoot.await("no class loader is left", () -> {
                System.gc();
                return loaders.stream().allMatch(loader -> loader.get() == null);
            });
            long grown = heap() - heap;
            int more = classes.getLoadedClassCount() - loaded;
            System.out.printf("vendor cycles | %d | %d inventory calls | heap %+d KiB | classes %+d%n", CYCLES,
                    asked.get(), grown >> 10, more);
            assertTrue("the heap grew by %d bytes".formatted(grown), grown < HEAP_NOISE);
            assertTrue("%d more classes are loaded".formatted(more), more < CLASS_NOISE);
        } finally {
            done = true;
            asking.shutdown();
            assertTrue(asking.awaitTermination(1, TimeUnit.MINUTES));
        }
        assertEquals(null, failure.get());
        assertTrue(asked.get() > ASKING);
    }

    private void cycles(int from, int to) {
        for (int cycle = from; cycle < to; cycle++) {
            deploy("1.%d.0".formatted(cycle));
            deploy("1.%d.1".formatted(cycle));
            vendors.remove(DriverJar.NAME, WHO);
            assertEquals("generic", bidding.bids(VendorRoot.PF).getFirst().driver());
        }
    }

    private void deploy(String version) {
        byte[] jar = new DriverJar(version).bytes();
        vendors.deploy("example.jar", jar, vendor.sign(jar), false, WHO);
        assertEquals("example-" + version, bidding.bids(VendorRoot.PF).getFirst().driver());
        assertEquals(1, Arrays.stream(context.getBundles())
                .filter(bundle -> DriverJar.NAME.equals(bundle.getSymbolicName()))
                .peek(bundle -> loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader())))
                .count());
    }

    private void ask() {
        while (!done) {
            try {
                if (inventory.physicalFunctions().size() != 1
                        || inventory.physicalFunction(VendorRoot.PF).nicDriver().isEmpty()) {
                    failure.compareAndSet(null, new IllegalStateException("the PF, or its driver, was missing"));
                }
                asked.addAndGet(2);
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
