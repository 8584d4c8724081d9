package io.fairlead.nic.intel.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;
import java.util.Set;
import io.fairlead.api.VfAttribute;

class IceContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new IceDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.e810().nics();
    }

    /** While the device is in single VLAN mode. */
    @Override
    protected Set<VfAttribute> refusedBySomeFirmware() {
        return Set.of(VfAttribute.VLAN_802_1AD);
    }
}
