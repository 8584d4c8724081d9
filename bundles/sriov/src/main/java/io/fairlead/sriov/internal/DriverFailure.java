package io.fairlead.sriov.internal;

/** What a NIC driver did that it must not: a phrase, {@code threw java.lang.IllegalStateException when it was asked …}. */
final class DriverFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DriverFailure(String message) {
        super(message);
    }

    DriverFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
