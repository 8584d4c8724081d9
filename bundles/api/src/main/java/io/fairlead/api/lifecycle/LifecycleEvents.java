package io.fairlead.api.lifecycle;

/**
 * What the Event Admin service hears from the lifecycle manager. Each event has {@link #GENERATION} where it is about one, and
 * {@link #WHAT}, one phrase for people.
 */
public final class LifecycleEvents {

    /** All topics: {@code io/fairlead/lifecycle/*}. */
    public static final String ALL = "io/fairlead/lifecycle/*";
    /** A try has begun. */
    public static final String APPLYING = "io/fairlead/lifecycle/APPLYING";
    /** All changes are made, and it waits to be confirmed. */
    public static final String TRIED = "io/fairlead/lifecycle/TRIED";
    /** It was confirmed. */
    public static final String CONFIRMED = "io/fairlead/lifecycle/CONFIRMED";
    /** It was taken back, wholly or except what is held. */
    public static final String ROLLED_BACK = "io/fairlead/lifecycle/ROLLED_BACK";
    /** Something is not as confirmed. */
    public static final String DRIFTED = "io/fairlead/lifecycle/DRIFTED";
    /** All is as confirmed again. */
    public static final String CONVERGED = "io/fairlead/lifecycle/CONVERGED";

    /** The generation's number, an {@link Integer}. */
    public static final String GENERATION = "generation";
    /** What happened, a {@link String}. */
    public static final String WHAT = "what";

    private LifecycleEvents() {
    }
}
