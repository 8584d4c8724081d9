package io.fairlead.shell.internal.host;

import java.util.Set;

/** Labels by which completion knows what is wanted. */
public final class GenerationWords {

    /** A generation. */
    static final String LABEL = "GENERATION";
    /** A generation, or a file. */
    static final String A = "A";
    /** The other one. */
    static final String B = "B";

    private GenerationWords() {
    }

    /** Whether a generation can stand where this label does. */
    public static boolean areWanted(String label) {
        return Set.of(LABEL, A, B).contains(label);
    }
}
