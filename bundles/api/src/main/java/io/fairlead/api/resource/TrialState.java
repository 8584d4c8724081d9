package io.fairlead.api.resource;

/** How a tried change stands. */
public enum TrialState {
    /** It has its effect now. */
    IN_FORCE,
    /** It has its effect from the next boot on, and only during that boot. */
    AT_NEXT_BOOT,
    /** It was to have its effect in this boot, and has not: the boot failed, or another entry was booted. */
    LOST
}
