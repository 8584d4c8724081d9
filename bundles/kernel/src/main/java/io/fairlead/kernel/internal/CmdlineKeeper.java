package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.kernel.ConfiguredArgument;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.OwnFiles.Standing;
import io.fairlead.kernel.internal.EntryFiles.EntryFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps arguments in {@code /etc/kernel/cmdline}, one line with all arguments, from which kernel-install(8) and
 * proxmox-boot-tool write the entries. Where it is there it is somebody else's and has to be adopted; where it is not, it
 * begins with what the default entry has now, since from then on the entries have what is in it and nothing else.
 */
final class CmdlineKeeper implements Keeper {

    static final HostPath FILE = HostPath.ETC.resolve("kernel/cmdline");
    /** What packages bring is used where the administrator's file is not there. */
    private static final HostPath PACKAGED = HostPath.USR.resolve("lib/kernel/cmdline");
    private static final int MODE = 0644;

    private final Host host;
    private final List<EntryFile> entries;
    private final List<Argument> otherwise;
    private final KeptRecord record;

    /**
     * A keeper.
     *
     * @param entries those that kernel-install is to write anew; empty where proxmox-boot-tool does
     * @param otherwise the arguments to begin with where there is no file
     */
    CmdlineKeeper(Host host, List<EntryFile> entries, List<Argument> otherwise) {
        this.host = host;
        this.entries = entries;
        this.otherwise = otherwise;
        this.record = new KeptRecord(host);
    }

    /** What the file has, each argument with its place. */
    static List<ConfiguredArgument> places(Host host, List<Argument> ours) {
        HostPath file = host.files().exists(FILE) ? FILE : PACKAGED;
        List<ConfiguredArgument> places = new ArrayList<>();
        List<String> lines = host.files().read(file).stream().flatMap(String::lines).toList();
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            CommandLine.parse(lines.get(i)).forEach(argument -> places.add(new ConfiguredArgument(argument.text(),
                    file.toString(), line, ours.stream().anyMatch(argument::same))));
        }
        return places;
    }

    @Override
    public HostPath file() {
        return FILE;
    }

    @Override
    public List<Argument> kept() {
        Standing standing = host.own().standing(FILE);
        return standing == Standing.OURS || standing == Standing.CHANGED ? record.read() : List.of();
    }

    @Override
    public void refuse(List<Argument> arguments) {
        Adoption.refuse(host, FILE, arguments);
    }

    @Override
    public Runnable keep(List<Argument> arguments, boolean adopt) {
        Foreign foreign = adopt ? Foreign.ADOPT : Foreign.REFUSE;
        List<Argument> line = new ArrayList<>(others());
        line.addAll(arguments);
        Runnable file = arguments.isEmpty()
                ? host.own().remove(FILE, foreign)::undo
                : host.own().put(FILE, (String.join(" ", Argument.texts(line)) + "\n")
                        .getBytes(StandardCharsets.UTF_8), MODE, foreign)::undo;
        try {
            Runnable forget = record.write(arguments);
            return () -> {
                file.run();
                forget.run();
            };
        } catch (FairleadException e) {
            file.run();
            throw e;
        }
    }

    /** What is not ours of the line. */
    private List<Argument> others() {
        List<Argument> ours = kept();
        Optional<String> now = Stream.of(FILE, PACKAGED).flatMap(file -> host.files().read(file).stream()).findFirst();
        List<Argument> line = now.map(CommandLine::parse).orElseGet(() -> otherwise.stream()
                .filter(argument -> !argument.named("BOOT_IMAGE") && !argument.named("initrd")).toList());
        return line.stream().filter(argument -> ours.stream().noneMatch(argument::same)).toList();
    }

    @Override
    public void generate() {
        Generator generator = new Generator(host.commands());
        if (host.files().exists(EntryFileLoader.PROXMOX)) {
            generator.run(List.of("proxmox-boot-tool", "refresh"));
            return;
        }
        for (EntryFile entry : entries) {
            entry.version().ifPresent(version -> generator.run(List.of("kernel-install", "add", version,
                    image(version).toString())));
        }
    }

    /** The kernel that a package brought: Fedora's beside its modules, Debian's in /boot. */
    private HostPath image(String version) {
        return Stream.of(HostPath.USR.resolve("lib/modules/%s/vmlinuz".formatted(version)),
                HostPath.BOOT.resolve("vmlinuz-" + version)).filter(host.files()::exists).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                        "the kernel %1$s of a boot entry is neither in %2$s nor beside its modules: remove that entry with kernel-install remove %1$s"
                                .formatted(Printable.of(version), HostPath.BOOT)));
    }

    @Override
    public List<HostPath> generated() {
        return entries.stream().map(EntryFile::file).toList();
    }

    @Override
    public Optional<String> overrides(Argument argument) {
        return places(host, kept()).stream().filter(place -> !place.ours())
                .filter(place -> ArgumentRules.contradict(argument, Argument.of(place.argument()))).findFirst()
                .map(place -> "%s says %s: take it out there".formatted(place.place(), place.argument()));
    }

    @Override
    public List<UndoStep> nativeUndo() {
        List<UndoStep> steps = new ArrayList<>(host.own().wayBack(FILE));
        Stream.concat(Stream.of(KeptRecord.FILE), generated().stream())
                .forEach(file -> steps.add(Snapshot.of(host, file).step()));
        if (entries.isEmpty()) {
            steps.add(new UndoStep.Reload(UndoStep.Daemon.BOOT_LOADER));
        }
        return steps;
    }
}
