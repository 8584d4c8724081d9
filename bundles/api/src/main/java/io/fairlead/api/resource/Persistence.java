package io.fairlead.api.resource;

/** How long a change is to last. */
public enum Persistence {
    /** Until the next boot: where the host lets it be said so, it lies below {@code /run}. */
    TRY,
    /** Across boots. */
    KEEP
}
