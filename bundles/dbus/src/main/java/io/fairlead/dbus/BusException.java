package io.fairlead.dbus;

import java.util.Optional;

/** A call that brought no answer, or an error for one. The message is one sentence that names the peer and the method. */
public final class BusException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Reason {
        /**
         * There is no system bus, it does not answer, or it was lost during the call: whether the peer acted on the call
         * is not known then.
         */
        NO_BUS,
        /** Nobody owns the peer's name: the daemon is not running. */
        NO_PEER,
        /** The peer left the bus before it answered, as at a restart: whether it acted on the call is not known. */
        PEER_LEFT,
        /** No answer within the bound: the peer is frozen or overloaded, and may act on the call later. */
        TIMEOUT,
        /** Somebody other than root owns the peer's name; nothing was sent. */
        UNTRUSTED,
        /** The peer answered with an error, or the bus on its behalf (its policy), see {@link BusException#errorName()}. */
        REFUSED,
        /** The peer did what it was called for, but its answer is malformed, or longer than 4 MiB. */
        UNREADABLE
    }

    private final Reason reason;
    private final String errorName;

    /** An exception for any reason but {@code REFUSED}. */
    public BusException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.errorName = null;
    }

    /** The peer's own error. */
    public BusException(String errorName, String message) {
        super(message);
        this.reason = Reason.REFUSED;
        this.errorName = errorName;
    }

    /** What happened. */
    public Reason reason() {
        return reason;
    }

    /** The D-Bus name of the peer's error, {@code org.freedesktop.systemd1.NoSuchUnit}; only when it refused. */
    public Optional<String> errorName() {
        return Optional.ofNullable(errorName);
    }
}
