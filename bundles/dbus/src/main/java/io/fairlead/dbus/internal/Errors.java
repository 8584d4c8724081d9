package io.fairlead.dbus.internal;

import io.fairlead.api.Printable;
import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;

/** What the error that answers a call means. */
final class Errors {

    private static final String PREFIX = "org.freedesktop.DBus.Error.";

    private Errors() {
    }

    /** A call for a message: {@code GetDevices of org.freedesktop.NetworkManager}. */
    static String name(BusCall call) {
        return "%s of %s".formatted(call.member(), call.object().destination());
    }

    /**
     * An error is the bus's own when it comes from the bus and was not the bus asked: then it tells of the peer's coming
     * and going (dbus-daemon, bus/dispatch.c and bus/connection.c; dbus-broker, src/bus/peer.c).
     */
    static BusException of(BusCall call, Received error) {
        String text = Printable.of(error.errorText().orElse("no more is said"));
        if (error.isFrom(BusDriver.NAME) && !call.object().destination().equals(BusDriver.NAME)) {
            switch (error.name()) {
                case PREFIX + "NameHasNoOwner", PREFIX + "ServiceUnknown" -> {
                    return noPeer(call.object().destination());
                }
                case PREFIX + "NoReply" -> {
                    return new BusException(Reason.PEER_LEFT,
                            "%s left the system bus before it answered %s: it was stopped or restarted"
                                    .formatted(call.object().destination(), call.member()),
                            null);
                }
                default -> {
                    // The bus's policy or a limit of it: told as it says it.
                }
            }
        }
        return new BusException(error.name(), "%s refused %s: %s (%s)".formatted(call.object().destination(),
                call.member(), text, Printable.of(error.name())));
    }

    static BusException noPeer(String name) {
        return new BusException(Reason.NO_PEER, "%s is not on the system bus: its daemon is not running"
                .formatted(name), null);
    }

    static BusException untrusted(String name, long uid) {
        return new BusException(Reason.UNTRUSTED, "%s is owned by user %d and not by root: nothing was sent to it"
                .formatted(name, uid), null);
    }

    static BusException unreadable(BusCall call, Received.Malformed why) {
        return new BusException(Reason.UNREADABLE, "the answer of %s cannot be read: %s".formatted(name(call),
                why.getMessage()), why);
    }
}
