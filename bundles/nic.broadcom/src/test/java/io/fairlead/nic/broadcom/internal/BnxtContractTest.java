package io.fairlead.nic.broadcom.internal;

import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.testkit.NicDriverContract;
import java.util.List;
import java.util.Set;
import io.fairlead.api.VfAttribute;

class BnxtContractTest extends NicDriverContract {

    @Override
    protected NicDriver driver() {
        return new BnxtDriver();
    }

    @Override
    protected List<NicDescription> cards() {
        return SimulatedHosts.bnxt().nics();
    }

    /** Only newer firmware can. */
    @Override
    protected Set<VfAttribute> refusedBySomeFirmware() {
        return Set.of(VfAttribute.VLAN_802_1AD);
    }
}
