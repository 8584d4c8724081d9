package io.fairlead.spi.nic;

import java.time.Duration;
import java.util.Optional;

/**
 * How a NIC wants its VFs to be created.
 *
 * @param settleTime how long the kernel may take until every VF is there; past it the operation counts as stuck
 * @param interfaceUpFirst whether the PF's interface must be up before VFs are created or removed
 * @param interfaceTime how long the VFs' network driver may take until each has its interface; past it those that have none
 *            are bound once more. Empty for a driver with which none is ever missing
 */
public record VfCreation(Duration settleTime, boolean interfaceUpFirst, Optional<Duration> interfaceTime) {

    /** As the kernel's rules have it, within this time. */
    public static VfCreation within(Duration settleTime) {
        return new VfCreation(settleTime, false, Optional.empty());
    }

    /** The same with the PF's interface up first. */
    public VfCreation withInterfaceUp() {
        return new VfCreation(settleTime, true, interfaceTime);
    }

    /** The same with VFs bound once more that have no interface after this time. */
    public VfCreation bindingAgainAfter(Duration time) {
        return new VfCreation(settleTime, interfaceUpFirst, Optional.of(time));
    }
}
