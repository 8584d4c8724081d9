package io.fairlead.host.simulated.internal;

import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import java.util.Optional;

/** What the PF's driver administers for one VF. Its fields are guarded by the machine's lock. */
final class VfState {

    MacAddress mac = new MacAddress("00:00:00:00:00:00");
    Vlan vlan = Vlan.NONE;
    boolean spoofCheck;
    boolean trust;
    LinkState linkState = LinkState.AUTO;
    int minRate;
    int maxRate;

    /** As a driver makes it with the VF: no MAC, no VLAN, not trusted (igb_vf_configure, igb_main.c). */
    VfState(boolean spoofCheck) {
        this.spoofCheck = spoofCheck;
    }

    /** Every driver here reports all; a link state that it cannot set is AUTO (rtnl_fill_vfinfo, rtnetlink.c). */
    VfAttributes attributes() {
        return new VfAttributes(Optional.of(mac), Optional.of(vlan), Optional.of(spoofCheck), Optional.of(trust),
                Optional.of(linkState), Optional.of(minRate), Optional.of(maxRate));
    }
}
