package io.fairlead.launcher;

/** What was asked for cannot be had now. The message is one sentence for a person. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
