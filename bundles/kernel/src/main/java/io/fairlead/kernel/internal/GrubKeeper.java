package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.OwnFiles.Standing;
import io.fairlead.kernel.internal.GrubDefaults.Reading;
import io.fairlead.kernel.internal.GrubDefaults.Variable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps arguments in a file of our own in {@code /etc/default/grub.d}. Only Debian's grub-mkconfig reads that directory;
 * with any other our lines stand at the end of {@code /etc/default/grub}, which is somebody else's file and has to be
 * adopted.
 */
final class GrubKeeper implements Keeper {

    /** It sorts behind what distributions and images bring, of which some assign anew rather than append. */
    static final HostPath FILE = GrubDefaults.DROP_INS.resolve("zz-fairlead.cfg");

    private static final int MODE = 0644;

    private final Host host;
    private final HostPath configuration;
    private final HostPath file;
    private final List<String> generator;
    private final GrubDefaults defaults;

    private GrubKeeper(Host host, HostPath configuration, HostPath file, List<String> generator) {
        this.host = host;
        this.configuration = configuration;
        this.file = file;
        this.generator = generator;
        this.defaults = new GrubDefaults(host.files(), host.commands());
    }

    /** With this generated configuration; empty where the host has no generator. */
    static Optional<GrubKeeper> of(Host host, HostPath configuration) {
        return Stream
                .of(List.of("update-grub"), List.of("grub2-mkconfig", "-o", configuration.toString()),
                        List.of("grub-mkconfig", "-o", configuration.toString()))
                .filter(command -> host.commands().has(command.getFirst())).findFirst()
                .map(command -> new GrubKeeper(host, configuration,
                        readsDropIns(host.files()) ? FILE : GrubDefaults.MAIN, command));
    }

    /** Whether the generator reads grub.d; it is a shell script, and says so. */
    private static boolean readsDropIns(HostFiles files) {
        return Stream.of("sbin/grub-mkconfig", "bin/grub-mkconfig", "sbin/grub2-mkconfig", "bin/grub2-mkconfig")
                .map(HostPath.USR::resolve).flatMap(script -> files.read(script).stream())
                .anyMatch(script -> script.contains("default/grub.d"));
    }

    /** Whether a place in the defaults is in our lines. */
    static boolean isOurs(HostFiles files, String file, int line) {
        if (file.equals(FILE.toString())) {
            return true;
        }
        return file.equals(GrubDefaults.MAIN.toString())
                && line >= files.read(GrubDefaults.MAIN).map(GrubText::firstLine).orElse(Integer.MAX_VALUE);
    }

    @Override
    public HostPath file() {
        return file;
    }

    @Override
    public List<Argument> kept() {
        Standing standing = host.own().standing(file);
        return standing == Standing.OURS || standing == Standing.CHANGED
                ? GrubText.parse(host.files().read(file).orElse(""))
                : List.of();
    }

    @Override
    public void refuse(List<Argument> arguments) {
        Adoption.refuse(host, file, arguments);
    }

    @Override
    public Runnable keep(List<Argument> arguments, boolean adopt) {
        Foreign foreign = adopt ? Foreign.ADOPT : Foreign.REFUSE;
        if (arguments.isEmpty()) {
            return host.own().remove(file, foreign)::undo;
        }
        String before = file.equals(FILE)
                ? ""
                : GrubText.without(host.files().content(file)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(""));
        String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        String text = before + separator + GrubText.render(byVariable(arguments));
        return host.own().put(file, text.getBytes(StandardCharsets.UTF_8), MODE, foreign)::undo;
    }

    /**
     * For all entries, unless somebody's arguments for the normal ones say the contrary: those come later and would win.
     */
    private Map<Variable, List<Argument>> byVariable(List<Argument> arguments) {
        List<Argument> normal = defaults.read().last(Variable.GRUB_CMDLINE_LINUX_DEFAULT);
        Map<Variable, List<Argument>> lines = new EnumMap<>(Variable.class);
        for (Argument argument : arguments) {
            boolean contradicted = normal.stream().anyMatch(other -> ArgumentRules.contradict(argument, other));
            lines.computeIfAbsent(contradicted ? Variable.GRUB_CMDLINE_LINUX_DEFAULT : Variable.GRUB_CMDLINE_LINUX,
                    _ -> new ArrayList<>()).add(argument);
        }
        return lines;
    }

    /** grub-mkconfig writes beside the old file, and moves only what passed its check; what did not pass it leaves. */
    @Override
    public void generate() {
        HostPath unfinished = configuration.parent().resolve(configuration.name() + ".new");
        boolean wasThere = host.files().exists(unfinished);
        try {
            new Generator(host.commands()).run(generator);
        } catch (FairleadException e) {
            if (!wasThere) {
                host.durable().delete(unfinished);
            }
            throw e;
        }
    }

    @Override
    public List<HostPath> generated() {
        return List.of(configuration);
    }

    @Override
    public Optional<String> overrides(Argument argument) {
        Reading reading = defaults.read();
        if (reading.problem().isPresent()) {
            return reading.problem();
        }
        for (Variable variable : Variable.values()) {
            Optional<ConfiguredArgument> dropped = defaults.dropped(reading, file, variable, argument)
                    .filter(place -> !place.file().equals(file.toString()));
            if (dropped.isPresent()) {
                return Optional.of("%1$s assigns %2$s anew and drops it: make that line begin with %2$s=\"$%2$s"
                        .formatted(dropped.get().place(), variable));
            }
        }
        return defaults.places(reading).stream().filter(place -> !place.ours())
                .filter(place -> ArgumentRules.contradict(argument, Argument.of(place.argument()))).findFirst()
                .map(place -> "%s says %s: take it out there".formatted(place.place(), place.argument()));
    }

    @Override
    public List<UndoStep> nativeUndo() {
        List<UndoStep> steps = new ArrayList<>(host.own().wayBack(file));
        steps.add(new UndoStep.Reload(UndoStep.Daemon.BOOT_LOADER));
        return steps;
    }
}
