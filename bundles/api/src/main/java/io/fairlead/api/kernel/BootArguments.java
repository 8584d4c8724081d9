package io.fairlead.api.kernel;

import java.util.List;

/**
 * The kernel's arguments as they were read.
 *
 * @param booted those of the running kernel, in order, each as the kernel takes it for one; without what stands behind
 *            {@code --} and is init's
 * @param loader what boots this host
 * @param entries what the boot loader offers, in the menu's order; empty where that cannot be read
 * @param configured the arguments in the files that entries are generated from, with their places
 * @param notes what else one should know, a sentence each
 */
public record BootArguments(List<String> booted, BootLoader loader, List<BootEntry> entries,
        List<ConfiguredArgument> configured, List<String> notes) {

    /** Keeps its own copies. */
    public BootArguments {
        booted = List.copyOf(booted);
        entries = List.copyOf(entries);
        configured = List.copyOf(configured);
        notes = List.copyOf(notes);
    }
}
