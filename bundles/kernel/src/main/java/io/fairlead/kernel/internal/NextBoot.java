package io.fairlead.kernel.internal;

import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.ConfiguredArgument;
import java.util.List;
import java.util.Optional;

/**
 * What the boot loader is configured to boot, as it was read.
 *
 * @param loader which
 * @param entries what it offers; empty where that cannot be read
 * @param configured the arguments in the files that entries are generated from
 * @param notes what else one should know, a sentence each
 */
record NextBoot(BootLoader loader, List<BootEntry> entries, List<ConfiguredArgument> configured, List<String> notes) {

    /** The entry that boots when nobody chooses. */
    Optional<BootEntry> byDefault() {
        return entries.stream().filter(BootEntry::byDefault).findFirst();
    }

    /** The entry that boots the next time: that of grub-reboot and the like, else the default. */
    Optional<BootEntry> next() {
        return entries.stream().filter(BootEntry::once).findFirst().or(this::byDefault);
    }

    /** The arguments of an entry, as the kernel takes them. */
    static List<Argument> arguments(BootEntry entry) {
        return CommandLine.parse(String.join(" ", entry.arguments()));
    }

    /** Somebody else's place where an argument stands. */
    Optional<ConfiguredArgument> foreign(Argument argument) {
        return configured.stream().filter(place -> !place.ours() && Argument.of(place.argument()).same(argument))
                .findFirst();
    }
}
