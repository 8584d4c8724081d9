package io.fairlead.api.libvirt;

/**
 * One of our hooks.
 *
 * @param file where it lies
 * @param standing how the file stands
 * @param live whether libvirt runs it
 */
public record HookState(String file, Standing standing, Live live) {

    /** How a hook's file stands. */
    public enum Standing {
        /** Not installed. */
        ABSENT,
        /** Installed, and as this version of Fairlead writes it. */
        OURS,
        /** Written by another version of Fairlead. */
        OUTDATED,
        /** Changed by somebody since. */
        CHANGED,
        /** Somebody else's. */
        FOREIGN
    }

    /** Whether libvirt runs a hook. */
    public enum Live {
        /** This daemon ran it when it was called for that; it was seen. */
        PROVEN,
        /** It did not run when it was called for that. */
        NOT_RUN,
        /** Not tried since the daemon started: it looks for hooks at its start and at a reload alone. */
        NOT_TRIED
    }
}
