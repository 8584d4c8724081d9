package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostPath;
import io.fairlead.kernel.internal.EntryFiles.EntryFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps arguments in the entry files of Fedora and RHEL by grubby, which also tells the places that new kernels take
 * theirs from: {@code /etc/default/grub}, {@code /etc/kernel/cmdline} and, on RHEL 8, {@code kernelopts} in grubenv
 * (grubby(8)). grubby replaces an argument of the same name, so that one of somebody else's would be lost: that is
 * refused. What it wrote is put back byte for byte.
 */
final class GrubbyKeeper implements Keeper {

    private static final HostPath NEW_KERNELS = HostPath.ETC.resolve("kernel/cmdline");

    private final Host host;
    private final HostPath environment;
    private final KeptRecord record;

    /** With GRUB's configuration, beside which its environment lies. */
    GrubbyKeeper(Host host, HostPath configuration) {
        this.host = host;
        this.environment = configuration.parent().resolve("grubenv");
        this.record = new KeptRecord(host);
    }

    @Override
    public HostPath file() {
        return GrubLoader.ENTRY_FILES;
    }

    @Override
    public List<Argument> kept() {
        return record.read();
    }

    private static List<Argument> added(List<Argument> arguments, List<Argument> kept) {
        return arguments.stream().filter(argument -> kept.stream().noneMatch(argument::same)).toList();
    }

    @Override
    public void refuse(List<Argument> arguments) {
        List<Argument> kept = kept();
        added(arguments, kept).forEach(argument -> refuseRival(argument, kept));
    }

    @Override
    public Runnable keep(List<Argument> arguments, boolean adopt) {
        List<Argument> kept = kept();
        List<Argument> added = added(arguments, kept);
        List<Argument> removed = kept.stream().filter(old -> arguments.stream().noneMatch(old::same)).toList();
        added.forEach(argument -> refuseRival(argument, kept));
        List<Snapshot> snapshots = snapshots();
        Runnable forget = record.write(arguments);
        Runnable undo = () -> {
            snapshots.forEach(snapshot -> snapshot.restore(host));
            forget.run();
        };
        try {
            grubby("--remove-args=", removed);
            grubby("--args=", added);
            return undo;
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
    }

    private void grubby(String option, List<Argument> arguments) {
        if (!arguments.isEmpty()) {
            new Generator(host.commands()).run(List.of("grubby", "--update-kernel=ALL",
                    option + String.join(" ", Argument.texts(arguments))));
        }
    }

    private void refuseRival(Argument argument, List<Argument> kept) {
        for (EntryFile file : entries()) {
            BootEntry entry = file.entry(false, false);
            NextBoot.arguments(entry).stream().filter(Predicate.not(argument::same))
                    .filter(other -> argument.named(other.name()) && kept.stream().noneMatch(other::same)).findFirst()
                    .ifPresent(other -> {
                        throw new FairleadException(Kind.NOT_CAPABLE,
                                "%s has %s already, which grubby would replace by %s, and nothing was changed: take it out with grubby --update-kernel=ALL --remove-args=%s, or give the value you want yourself"
                                        .formatted(entry.place(), other.text(), argument.text(), other.text()));
                    });
        }
    }

    private List<EntryFile> entries() {
        GrubEnvironment variables = GrubEnvironment.parse(host.files().read(environment).orElse(""));
        return EntryFiles.read(host.files(), GrubLoader.ENTRY_FILES, variables);
    }

    /** grubby writes the entries themselves. */
    @Override
    public void generate() {
        // nothing is generated of them
    }

    @Override
    public List<HostPath> generated() {
        return List.of();
    }

    @Override
    public Optional<String> overrides(Argument argument) {
        return Optional.empty();
    }

    @Override
    public List<UndoStep> nativeUndo() {
        return Stream.concat(snapshots().stream(), Stream.of(Snapshot.of(host, KeptRecord.FILE))).map(Snapshot::step)
                .toList();
    }

    private List<Snapshot> snapshots() {
        return Stream
                .concat(host.files().list(GrubLoader.ENTRY_FILES).stream().filter(name -> name.endsWith(".conf"))
                        .sorted().map(GrubLoader.ENTRY_FILES::resolve),
                        Stream.of(GrubDefaults.MAIN, NEW_KERNELS, environment))
                .map(file -> Snapshot.of(host, file)).toList();
    }
}
