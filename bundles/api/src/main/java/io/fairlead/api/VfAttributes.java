package io.fairlead.api;

import java.util.Optional;

/**
 * The attributes of a VF, as seen or as wanted. As seen, what is empty is not reported by the PF's kernel driver; as
 * wanted, what is empty is left as it is.
 *
 * @param mac the administered MAC address; all zeros for none, the VF driver then makes one up
 * @param vlan the port VLAN; {@link Vlan#NONE} for none
 * @param spoofCheck whether frames with a foreign source address are dropped
 * @param trust whether the VF may go promiscuous and change its own MAC address
 * @param linkState what the VF is told of its link
 * @param minRate the guaranteed transmit rate in Mbit/s, 0 for none
 * @param maxRate the transmit rate's limit in Mbit/s, 0 for none
 */
public record VfAttributes(Optional<MacAddress> mac, Optional<Vlan> vlan, Optional<Boolean> spoofCheck,
        Optional<Boolean> trust, Optional<LinkState> linkState, Optional<Integer> minRate, Optional<Integer> maxRate) {

    /** Nothing reported, or nothing wanted. */
    public static final VfAttributes NONE = new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
