package io.fairlead.shell.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Our commands, by name. Names are compared as Gogo does: in any case, and with or without the scope. */
final class CommandCatalog {

    /** A command with what picocli knows of it. */
    record Entry(String name, ShellCommand command, CommandSpec spec) {

        String scope() {
            return name.substring(0, name.indexOf(':'));
        }

        /** The name without its scope. */
        String function() {
            return name.substring(name.indexOf(':') + 1);
        }

        /** Command lines to learn from. */
        List<String> examples() {
            return Stream.of(spec.usageMessage().footer()).map(String::strip).toList();
        }

        /** The description's first sentence, without its full stop. */
        String summary() {
            String description = spec.usageMessage().description()[0];
            int end = description.indexOf(". ");
            return end < 0 ? description.substring(0, description.length() - 1) : description.substring(0, end);
        }
    }

    private final List<Entry> entries;

    CommandCatalog(List<ShellCommand> commands) {
        this.entries = commands.stream().map(CommandCatalog::entry).sorted(Comparator.comparing(Entry::name)).toList();
    }

    /** What picocli knows of a command. */
    static Entry entry(ShellCommand command) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command.description());
        return new Entry(spec.name(), command, spec);
    }

    List<Entry> entries() {
        return entries;
    }

    List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }

    Optional<Entry> find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return entries.stream().filter(entry -> entry.name().toLowerCase(Locale.ROOT).equals(wanted)
                || entry.function().toLowerCase(Locale.ROOT).equals(wanted)).findFirst();
    }

    /** The names that are most like this one, best first; at most three. */
    List<String> nearest(String name) {
        CommandLine all = new CommandLine(CommandSpec.create());
        entries.forEach(entry -> all.addSubcommand(entry.name(), CommandSpec.create()));
        return new UnmatchedArgumentException(all, List.of(name)).getSuggestions();
    }
}
