package io.fairlead.kernel.internal;

import java.util.Optional;

/** A boot loader of this host. */
interface Loader {

    /** What it is configured to boot, read afresh. What cannot be read is a note. */
    NextBoot read();

    /** Where an administrator writes arguments by hand: a phrase that names file and line, or a command. */
    String place();

    /** How arguments of ours are kept with it; empty where that cannot be done. */
    Optional<Keeper> keeper();

    /** Why there is no keeper, and what to do: the end of a sentence. */
    String withoutKeeper();

    /** How this host is booted once with other arguments; empty where that cannot be done. */
    Optional<TrialBoot> trial();

    /** Why it cannot be booted so: the end of a sentence. */
    default String withoutTrial() {
        return withoutKeeper();
    }
}
