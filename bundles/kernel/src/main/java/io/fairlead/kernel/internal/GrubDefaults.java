package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Printable;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * GRUB's defaults, {@code /etc/default/grub} and after it {@code /etc/default/grub.d/*.cfg}, as a shell reads them. They
 * are shell scripts that grub-mkconfig sources as root (util/grub-mkconfig.in; grub.d is Debian's addition), full of
 * command substitutions, conditions and appending: only a shell knows what they come to. So a shell is asked, with the
 * same files in the same order and for some seconds at the most. It runs with our caller's rights what the next
 * {@code update-grub} runs with root's.
 */
final class GrubDefaults {

    static final HostPath MAIN = HostPath.ETC.resolve("default/grub");
    static final HostPath DROP_INS = HostPath.ETC.resolve("default/grub.d");

    /** A file of defaults that takes longer would keep every update-grub waiting as well. */
    private static final Duration BOUND = Duration.ofSeconds(5);

    private static final String SCRIPT = "grub-defaults.sh";
    private static final int FIELDS = 3;

    private final HostFiles files;
    private final Commands commands;

    GrubDefaults(HostFiles files, Commands commands) {
        this.files = files;
        this.commands = commands;
    }

    /** The two lines of arguments that the generator makes entries of. */
    enum Variable {
        /** For every entry. */
        GRUB_CMDLINE_LINUX,
        /** For all entries but those for recovery; it comes behind the other. */
        GRUB_CMDLINE_LINUX_DEFAULT;

        Pattern assignment() {
            return Pattern.compile("\\s*(export\\s+)?" + name() + "\\+?=.*");
        }
    }

    /** What the variables held when a file was read. */
    record Stage(HostPath file, String all, String normal) {

        List<Argument> arguments(Variable variable) {
            return CommandLine.parse(variable == Variable.GRUB_CMDLINE_LINUX ? all : normal);
        }
    }

    /**
     * What the files come to.
     *
     * @param stages a stage for each file, in the order of reading
     * @param problem why not all could be read
     */
    record Reading(List<Stage> stages, Optional<String> problem) {

        List<Argument> last(Variable variable) {
            return stages.isEmpty() ? List.of() : stages.getLast().arguments(variable);
        }
    }

    /** Reads the files as they are. */
    Reading read() {
        return read(sources());
    }

    private List<HostPath> sources() {
        Stream<HostPath> dropIns = files.list(DROP_INS).stream().filter(name -> name.endsWith(".cfg"))
                .filter(name -> !name.startsWith(".")).sorted().map(DROP_INS::resolve);
        return Stream.concat(Stream.of(MAIN), dropIns).filter(files::exists).toList();
    }

    private Reading read(List<HostPath> sources) {
        if (sources.isEmpty()) {
            return new Reading(List.of(), Optional.empty());
        }
        List<String> arguments = new ArrayList<>(List.of("sh", "-s", "--"));
        sources.forEach(file -> arguments.add(file.toString()));
        Commands.Result result;
        try {
            result = commands.run(BOUND, arguments, script());
        } catch (FairleadException e) {
            return new Reading(List.of(), Optional.of(
                    "%s and what lies in %s cannot be read by a shell, and so no boot entries can be generated: %s"
                            .formatted(MAIN, DROP_INS, e.getMessage())));
        }
        String[] fields = result.output().split("\0", -1);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i + FIELDS < fields.length && stages.size() < sources.size(); i += FIELDS) {
            stages.add(new Stage(sources.get(stages.size()), fields[i + 1], fields[i + 2]));
        }
        Optional<String> problem = stages.size() == sources.size()
                ? Optional.empty()
                : Optional.of("%s cannot be read as a shell script, and so no boot entries can be generated: %s"
                        .formatted(Printable.of(sources.get(stages.size()).toString()), why(result)));
        return new Reading(stages, problem);
    }

    private static String why(Commands.Result result) {
        return result.error().isEmpty()
                ? "it ends with status " + result.status()
                : Printable.of(result.error().lines().findFirst().orElseThrow());
    }

    /** The arguments that the files come to, each with the place that brought it. */
    List<ConfiguredArgument> places(Reading reading) {
        List<ConfiguredArgument> found = new ArrayList<>();
        for (Variable variable : Variable.values()) {
            for (Argument argument : reading.last(variable)) {
                HostPath file = origin(reading, variable, argument);
                int line = lineOf(file, variable, Optional.of(argument));
                found.add(new ConfiguredArgument(argument.text(), file.toString(), line,
                        GrubKeeper.isOurs(files, file.toString(), line)));
            }
        }
        return found;
    }

    /** The file since which the argument has been there. */
    private static HostPath origin(Reading reading, Variable variable, Argument argument) {
        HostPath origin = reading.stages().getLast().file();
        for (Stage stage : reading.stages().reversed()) {
            if (stage.arguments(variable).stream().noneMatch(argument::same)) {
                return origin;
            }
            origin = stage.file();
        }
        return origin;
    }

    /** Where a later file drops an argument that one of ours had brought. */
    Optional<ConfiguredArgument> dropped(Reading reading, HostPath ours, Variable variable, Argument argument) {
        return reading.stages().stream().dropWhile(stage -> !stage.file().equals(ours))
                .dropWhile(stage -> stage.arguments(variable).stream().anyMatch(argument::same)).findFirst()
                .map(stage -> new ConfiguredArgument(argument.text(), stage.file().toString(),
                        lineOf(stage.file(), variable, Optional.empty()), false));
    }

    /** Where an administrator writes an argument for every entry. */
    String place() {
        int line = lineOf(MAIN, Variable.GRUB_CMDLINE_LINUX, Optional.empty());
        return line == 0
                ? "%s in %s".formatted(Variable.GRUB_CMDLINE_LINUX, MAIN)
                : "%s at %s line %d".formatted(Variable.GRUB_CMDLINE_LINUX, MAIN, line);
    }

    /**
     * The last line that assigns the variable and holds the argument; else the last that assigns it; from 1, or 0 where
     * there is none to be seen.
     */
    private int lineOf(HostPath file, Variable variable, Optional<Argument> argument) {
        List<String> lines = files.read(file).stream().flatMap(String::lines).toList();
        int assigned = 0;
        int holds = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean comment = line.stripLeading().startsWith("#");
            if (!comment && variable.assignment().matcher(line).matches()) {
                assigned = i + 1;
            }
            if (!comment && argument.filter(wanted -> holds(line, wanted)).isPresent()) {
                holds = i + 1;
            }
        }
        return holds == 0 ? assigned : holds;
    }

    private static boolean holds(String line, Argument argument) {
        return Pattern.compile("(?<![A-Za-z0-9_.,=-])" + Pattern.quote(argument.text()) + "(?![A-Za-z0-9_.,=-])")
                .matcher(line).find();
    }

    private static String script() {
        try (InputStream in = GrubDefaults.class.getResourceAsStream(SCRIPT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
