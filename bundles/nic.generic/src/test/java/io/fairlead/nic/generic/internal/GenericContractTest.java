package io.fairlead.nic.generic.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;

class GenericContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new GenericDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.netdevsim().nics();
    }
}
