package io.fairlead.nic.intel.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;

class IxgbeContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new IxgbeDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.x520().nics();
    }
}
