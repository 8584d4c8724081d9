package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.util.Optional;
import java.util.function.Function;

/** Which NIC driver has which function. The inventory and the changes use it; {@link NicDrivers} keeps it. */
interface NicAllocation {

    /** The name of the driver that has the function now, or gets it at its first use; empty when none bids. */
    Optional<String> driverOf(NicFunction function);

    /** When the function takes another eswitch mode, by its driver's word; empty too while the driver has not said. */
    default Optional<EswitchOrder> eswitch(NicFunction function) {
        return ask(function, NicSession::eswitch).flatMap(Function.identity());
    }

    /**
     * Asks the driver that has the function, and keeps it there until the lease is closed: for an operation. A driver that
     * misbehaves is passed over, and the next best is asked.
     *
     * @return empty when no driver has the function
     * @throws FairleadException {@code BUSY} while the function is about to go to another driver, which waits for an
     *             operation to end
     */
    <T> Optional<Lease<T>> lease(NicFunction function, Function<NicSession, T> question);

    /** Asks, and keeps nothing. */
    default <T> Optional<T> ask(NicFunction function, Function<NicSession, T> question) {
        Optional<Lease<T>> lease = lease(function, question);
        lease.ifPresent(Lease::close);
        return lease.map(Lease::answer);
    }

    /**
     * A driver's hold on a function for the time of an operation.
     *
     * @param answer what the driver said
     * @param end called when the operation has ended
     */
    record Lease<T>(T answer, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }
}
