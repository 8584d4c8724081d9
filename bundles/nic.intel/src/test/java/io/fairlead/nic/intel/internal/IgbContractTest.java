package io.fairlead.nic.intel.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;

class IgbContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new IgbDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.igb().nics().stream().filter(nic -> nic.sriov().isPresent()).toList();
    }
}
