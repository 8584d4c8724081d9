package io.fairlead.api.kernel;

import java.util.List;

/**
 * What a change of the next boot's arguments did.
 *
 * @param arguments which arguments it is about
 * @param present whether the next boot has them now, by read-back; false when they were to go
 * @param written whether anything was written
 * @param file what holds them, or held them
 * @param generated what was read back; empty where that cannot be read
 * @param rebootNeeded whether the running kernel's arguments are others
 * @param notes what else one should know, a sentence each
 */
public record ArgumentChange(List<String> arguments, boolean present, boolean written, String file, String generated,
        boolean rebootNeeded, List<String> notes) {

    /** Keeps its own copies. */
    public ArgumentChange {
        arguments = List.copyOf(arguments);
        notes = List.copyOf(notes);
    }
}
