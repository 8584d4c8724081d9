package io.fairlead.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.Inventory;
import io.fairlead.api.NicBidding;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Sriov;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.simulated.SimulatedHost;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
