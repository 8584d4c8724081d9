package io.fairlead.api.deploy;

import java.time.Instant;

/**
 * Something that was done, or refused.
 *
 * @param when to the second
 * @param who had it done: a user, or the drop directory
 * @param action what it was
 * @param what a file, a bundle's name and version, or a key's fingerprint
 * @param sha256 of the file, 64 hexadecimal digits; empty where there is none
 * @param outcome how it ended
 * @param detail why, or what for; may be empty
 */
public record LogEntry(Instant when, String who, Action action, String what, String sha256, Outcome outcome,
        String detail) {

    /** What can be done. */
    public enum Action {
        /** A bundle is taken in. */
        DEPLOY,
        /** A bundle that was accepted before runs again, after a start. */
        START,
        /** A bundle is taken out. */
        REMOVE,
        /** A key is trusted. */
        TRUST,
        /** A key is trusted no more. */
        REVOKE
    }

    /** How it can end. */
    public enum Outcome {
        /** As was asked for. */
        DONE,
        /** It was not done. */
        REFUSED
    }
}
