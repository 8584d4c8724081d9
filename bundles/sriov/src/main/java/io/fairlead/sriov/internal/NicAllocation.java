package io.fairlead.sriov.internal;

import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.util.Optional;
import java.util.function.Function;

/** Which NIC driver has which function. The inventory and the changes use it; {@link NicDrivers} keeps it. */
interface NicAllocation {

    /** The name of the driver that bids best for the function now; empty when none bids. */
    Optional<String> driverOf(NicFunction function);

    /**
     * Uses the session of the driver that has the function. The session stays open at least until the use ends.
     *
     * @return what the use returns; empty when no driver has the function
     */
    <T> Optional<T> use(NicFunction function, Function<NicSession, T> use);
}
