package io.fairlead.kernel.internal;

import io.fairlead.api.resource.UndoStep;
import java.util.List;
import java.util.Optional;

/** How a boot loader is told what to boot the next time alone. */
interface OnceChoice {

    /** Why it cannot be told so, or would not forget it with that boot: a sentence's end; empty where it can. */
    Optional<String> obstacle();

    /** What is chosen, by whomever. */
    Optional<String> chosen();

    /** Chooses an entry. */
    void choose(String id);

    /** Takes a choice back that was made and has not been booted. */
    void clear();

    /** The same without Java. */
    List<UndoStep> nativeClear(String id);
}
