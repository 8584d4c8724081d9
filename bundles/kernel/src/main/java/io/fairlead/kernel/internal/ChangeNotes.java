package io.fairlead.kernel.internal;

import io.fairlead.api.Printable;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.kernel.ConfiguredArgument;
import java.util.ArrayList;
import java.util.List;

/** What a user should know after a change of the next boot's arguments, beside that it was made. */
final class ChangeNotes {

    private final List<Argument> arguments;
    private final boolean present;
    private final NextBoot now;

    ChangeNotes(List<Argument> arguments, boolean present, NextBoot now) {
        this.arguments = arguments;
        this.present = present;
        this.now = now;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>(now.notes());
        if (present) {
            arguments.forEach(argument -> addRivals(argument, notes));
            now.entries().stream().filter(entry -> !entry.byDefault() && lacks(entry))
                    .filter(entry -> entry.once() || !entry.recovery()).forEach(entry -> notes.add(lacking(entry)));
        } else {
            arguments.forEach(argument -> now.foreign(argument).ifPresent(place -> notes
                    .add("%s is at the next boot all the same: somebody else put it into %s"
                            .formatted(argument.text(), place.place()))));
        }
        addDoubts(notes);
        return notes;
    }

    private void addRivals(Argument argument, List<String> notes) {
        now.configured().stream()
                .filter(place -> ArgumentRules.contradict(argument, Argument.of(place.argument())))
                .map(place -> "%s says %s, which %s overrides since the last one wins: take it out there".formatted(
                        place.place(), Printable.of(place.argument()), argument.text()))
                .distinct().forEach(notes::add);
    }

    private boolean lacks(BootEntry entry) {
        List<Argument> line = NextBoot.arguments(entry);
        return arguments.stream().anyMatch(argument -> !ArgumentRules.inEffect(argument, line));
    }

    private String lacking(BootEntry entry) {
        return entry.once()
                ? "the next boot is of %s by somebody's choice for once, and that entry (%s) lacks it"
                        .formatted(Printable.quoted(entry.title()), entry.place())
                : "the entry %s (%s) lacks it".formatted(Printable.quoted(entry.title()), entry.place());
    }

    private void addDoubts(List<String> notes) {
        BootLoader loader = now.loader();
        if (now.entries().isEmpty()) {
            notes.add("the boot entries cannot be read back here: see %s after the next boot".formatted("kernel:args"));
        } else if (!loader.bootedThis()) {
            notes.add("the running kernel did not come by %s: whether the next one will cannot be told"
                    .formatted(loader.kind().label()));
        }
    }

    /** For a list of where somebody else's arguments stand. */
    static String places(List<ConfiguredArgument> places) {
        return String.join(", ", places.stream().map(place -> "%s (%s)".formatted(place.argument(), place.place()))
                .toList());
    }
}
