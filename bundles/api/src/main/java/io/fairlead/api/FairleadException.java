package io.fairlead.api;

/**
 * Something that was asked for was refused or failed. The message is one sentence for a person: what, which, why, and
 * what to do. The kind is for programs.
 */
public final class FairleadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of refusal or failure, and the exit status a command ends with. */
    public enum Kind {
        /** The words of the request are wrong; nothing was done. */
        USAGE(2),
        /** Somebody uses what would be taken away; nothing was done. */
        IN_USE(3),
        /** The device, its driver, or the caller's rights do not allow it; nothing was done. */
        NOT_CAPABLE(3),
        /** The kernel driver does not know this attribute; nothing was done. */
        UNSUPPORTED(3),
        /** Somebody else is changing the host, or a change of the same PF is unfinished; nothing was done. */
        BUSY(4),
        /** The host did not do what was asked, or lacks what is needed for it. */
        HOST_FAILED(4),
        /** It was begun and goes on without the caller; nothing more is needed. */
        PENDING(5);

        private final int exitStatus;

        Kind(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        /** The exit status of a command that ends with this, 2 to 5. */
        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Kind kind;

    /** A refusal or failure of this kind. */
    public FairleadException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** A refusal or failure of this kind with what lies beneath it. */
    public FairleadException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What sort of refusal or failure. */
    public Kind kind() {
        return kind;
    }
}
