package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.Inventory;
import io.fairlead.api.LinkState;
import io.fairlead.api.NicBidding;
import io.fairlead.api.NicMatch;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Sriov;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.inject.Inject;
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
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** NIC drivers and holder sources that come and go, on a simulated host like the seed's, where guest t1 holds VF 0 of eno5. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ComeAndGoTest {

    @Inject
    private BundleContext context;
    @Inject
    private ServiceComponentRuntime runtime;
    @Inject
    private Inventory inventory;
    @Inject
    private NicBidding bidding;
    @Inject
    private Sriov sriov;
    @Inject
    private SimulatedHost host;

    @Configuration
    public Option[] demo() {
        return new Option[]{Image.simulated()};
    }

    @Test
    public void everyBundleResolvesAndEveryComponentIsSatisfied() {
        assertEquals(List.of(), Components.unresolved(context));
        assertEquals(List.of(), Components.unsatisfied(context, runtime));
    }

    @Test
    public void theGenericDriverStepsInWhileIntelsIsAwayAndNothingIsWritten() throws BundleException {
        PhysicalFunction before = inventory.physicalFunction("eno5");
        assertEquals(Optional.of("intel-igb"), before.nicDriver());
        host.forgetWrites();

        Bundle intel = bundle("io.fairlead.nic.intel");
        intel.stop();
        try {
            assertEquals(Optional.of("generic"), inventory.physicalFunction("eno5").nicDriver());
            assertEquals("generic", bidding.bids("eno5").getFirst().driver());
        } finally {
            intel.start();
        }

        PhysicalFunction after = inventory.physicalFunction("eno5");
        assertEquals(Optional.of("intel-igb"), after.nicDriver());
        assertEquals(List.of(), host.writes());
        assertEquals(addresses(before), addresses(after));
        assertTrue(after.functions().getFirst().holders().getFirst().describe().contains("t1"));
    }

    @Test
    public void aBetterDriverTakesPfsWithHeldVfsTooAndNothingIsWritten() throws InterruptedException {
        PhysicalFunction before = inventory.physicalFunction("eno5");
        host.forgetWrites();
        CountDownLatch taken = new CountDownLatch(2);
        CountDownLatch closed = new CountDownLatch(2);

        ServiceRegistration<NicDriver> registration = register("acme-gold", 10, context -> {
            taken.countDown();
            return session(closed);
        });

        assertTrue("it has both PFs at once", taken.await(10, TimeUnit.SECONDS));
        assertEquals(Optional.of("acme-gold"), inventory.physicalFunction("eno5").nicDriver());
        assertEquals("acme-gold", bidding.bids("eno5").getFirst().driver());
        registration.unregister();
        assertEquals("its sessions are closed when it has gone", 0, closed.getCount());
        PhysicalFunction after = inventory.physicalFunction("eno5");
        assertEquals(Optional.of("intel-igb"), after.nicDriver());
        assertEquals(List.of(), host.writes());
        assertEquals(addresses(before), addresses(after));
        assertEquals(before.functions().getFirst().holders(), after.functions().getFirst().holders());
    }

    @Test
    public void aDriverThatThrowsIsQuarantinedUntilItIsReleased() {
        ServiceRegistration<NicDriver> registration = register("acme-tin", 10, context -> {
            throw new IllegalStateException("out of tin");
        });
        try {
            VfAttributes linkState = new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.of(LinkState.ON), Optional.empty(), Optional.empty());
            // igb has none: so it is igb's driver that answers, after the other has failed
            FairleadException refusal = assertThrows(FairleadException.class,
                    () -> sriov.setVf("eno5", 3, linkState, Optional.empty()));
            assertEquals(FairleadException.Kind.UNSUPPORTED, refusal.kind());
            NicBidding.Driver tin = bidding.drivers().stream().filter(driver -> driver.name().equals("acme-tin"))
                    .findFirst().orElseThrow();
            assertTrue(tin.toString(), tin.quarantined().orElseThrow().contains("out of tin"));
            assertEquals(Optional.of("intel-igb"), inventory.physicalFunction("eno5").nicDriver());
            bidding.release("acme-tin");
        } finally {
            registration.unregister();
        }
        assertThrows(FairleadException.class, () -> bidding.release("acme-tin"));
    }

    @Test
    public void aDriverBundleIsUpdatedInPlace() throws BundleException {
        host.forgetWrites();

        bundle("io.fairlead.nic.intel").update();

        assertEquals(Optional.of("intel-igb"), inventory.physicalFunction("eno5").nicDriver());
        assertEquals(List.of(), host.writes());
    }

    private ServiceRegistration<NicDriver> register(String name, int ranking,
            Function<NicContext, NicSession> open) {
        NicDriver driver = new NicDriver() {
            @Override
            public NicMatch match(NicFunction function) {
                return function.match(0x8086, "igb", Set.of(0x10c9));
            }

            @Override
            public NicSession open(NicContext context) {
                return open.apply(context);
            }
        };
        return context.registerService(NicDriver.class, driver,
                FrameworkUtil.asDictionary(Map.of(NicDriver.NAME, name, Constants.SERVICE_RANKING, ranking)));
    }

    private static NicSession session(CountDownLatch closed) {
        return new NicSession() {
            @Override
            public Set<VfAttribute> settable() {
                return Set.of();
            }

            @Override
            public VfCreation creation(int count) {
                return VfCreation.within(Duration.ofSeconds(10));
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    @Test
    public void anotherBundleCanTellOfAHolder() {
        HolderSource source = functions -> functions.stream().filter(vf -> vf.index() == 3).collect(
                Collectors.toMap(VirtualFunction::pci, _ -> List.of(new Holder.Other("the night backup", false))));
        ServiceRegistration<HolderSource> registration = context.registerService(HolderSource.class, source, null);
        try {
            FairleadException refusal = assertThrows(FairleadException.class,
                    () -> sriov.setVfs("eno5", 4, Optional.empty(), false));
            assertTrue(refusal.getMessage(), refusal.getMessage().contains("VF 3 by the night backup"));
        } finally {
            registration.unregister();
        }
        assertEquals(List.of(), inventory.physicalFunction("eno5").functions().get(3).holders());
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getSymbolicName().equals(symbolicName))
                .findFirst().orElseThrow();
    }

    private static List<String> addresses(PhysicalFunction pf) {
        return pf.functions().stream().map(VirtualFunction::pci).map(Object::toString).toList();
    }
}
