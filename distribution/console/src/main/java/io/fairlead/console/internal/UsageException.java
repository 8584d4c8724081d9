package io.fairlead.console.internal;

/** The words that were given make no sense to the console. The message is one sentence for a person. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
