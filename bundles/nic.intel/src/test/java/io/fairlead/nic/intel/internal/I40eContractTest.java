package io.fairlead.nic.intel.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;

class I40eContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new I40eDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.x710().nics();
    }
}
