package io.fairlead.shell.internal.kernel;

import io.fairlead.api.Printable;
import io.fairlead.api.kernel.BootArguments;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kernel's arguments as a table: an argument a row.
 *
 * @param found what was read
 */
record BootArgumentsView(BootArguments found) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("Boot loader: %s%s%s".formatted(found.loader().kind().label(),
                found.loader().generated().map(file -> ", " + Printable.of(file)).orElse(""),
                found.loader().bootedThis() ? "" : " (the running kernel is not known to have come by it)"));
        Optional<BootEntry> next = next();
        next.ifPresent(entry -> lines.add("Next boot:   %s, %s".formatted(Printable.quoted(entry.title()),
                Printable.of(entry.place()))));
        lines.add("");
        lines.add(table(next).toString());
        if (next.isPresent()) {
            others(next.get()).forEach(lines::add);
        }
        found.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    private Optional<BootEntry> next() {
        return found.entries().stream().filter(BootEntry::once).findFirst()
                .or(() -> found.entries().stream().filter(BootEntry::byDefault).findFirst());
    }

    private Table table(Optional<BootEntry> next) {
        Set<String> all = new LinkedHashSet<>(found.booted());
        next.ifPresent(entry -> all.addAll(entry.arguments()));
        found.configured().forEach(place -> all.add(place.argument()));
        Table table = new Table("ARGUMENT", "RUNNING", "NEXT-BOOT", "FROM");
        for (String argument : all) {
            // The loader adds these itself.
            boolean loaders = argument.startsWith("BOOT_IMAGE=") || argument.startsWith("initrd=");
            table.row(argument, yesNo(found.booted().contains(argument)),
                    next.filter(_ -> !loaders).map(entry -> yesNo(entry.arguments().contains(argument)))
                            .orElse("n/a"),
                    from(argument));
        }
        return table;
    }

    private String from(String argument) {
        String places = found.configured().stream().filter(place -> place.argument().equals(argument))
                .map(place -> place.place() + (place.ours() ? " (Fairlead)" : "")).distinct()
                .collect(Collectors.joining(", "));
        return places.isEmpty() ? "-" : places;
    }

    /** Entries that are booted only when somebody chooses them, as far as they lack something; for recovery that is meant. */
    private List<String> others(BootEntry next) {
        List<String> lines = new ArrayList<>();
        for (BootEntry entry : found.entries().stream().filter(entry -> !entry.recovery()).toList()) {
            String lacks = found.configured().stream().map(ConfiguredArgument::argument).distinct()
                    .filter(argument -> next.arguments().contains(argument) && !entry.arguments().contains(argument))
                    .collect(Collectors.joining(" "));
            if (!lacks.isEmpty()) {
                lines.add("  the entry '%s' (%s) is without %s".formatted(Printable.of(entry.title()),
                        Printable.of(entry.place()), Printable.of(lacks)));
            }
        }
        return lines;
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("running", found.booted());
        shape.put("bootLoader", found.loader().kind().name().toLowerCase(Locale.ROOT));
        shape.put("generated", found.loader().generated().orElse(null));
        shape.put("bootedByIt", found.loader().bootedThis());
        shape.put("entries", found.entries().stream().map(BootArgumentsView::entry).toList());
        shape.put("configured", found.configured().stream().map(BootArgumentsView::configured).toList());
        shape.put("notes", found.notes());
        return shape;
    }

    private static Map<String, Object> entry(BootEntry entry) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("title", entry.title());
        shape.put("arguments", entry.arguments());
        shape.put("file", entry.file());
        shape.put("line", entry.line());
        shape.put("default", entry.byDefault());
        shape.put("once", entry.once());
        shape.put("recovery", entry.recovery());
        return shape;
    }

    private static Map<String, Object> configured(ConfiguredArgument argument) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("argument", argument.argument());
        shape.put("file", argument.file());
        shape.put("line", argument.line() == 0 ? null : argument.line());
        shape.put("ours", argument.ours());
        return shape;
    }
}
