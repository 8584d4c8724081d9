package io.fairlead.dbus;

import java.time.Instant;

/** How the connection to the system bus stands. */
public sealed interface BusStatus {

    /** Nobody has needed it yet. */
    record Unused() implements BusStatus {
    }

    /**
     * It serves.
     *
     * @param since when it was made
     */
    record Connected(Instant since) implements BusStatus {
    }

    /**
     * There is none, and it is tried again by itself.
     *
     * @param since when it was lost, or first missed
     * @param why one phrase: {@code there is no system bus at /run/dbus/system_bus_socket}
     */
    record Lost(Instant since, String why) implements BusStatus {
    }
}
