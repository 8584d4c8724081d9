package io.fairlead.nic.nvidia.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;

class Mlx5ContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new Mlx5Driver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.connectx6().nics();
    }
}
