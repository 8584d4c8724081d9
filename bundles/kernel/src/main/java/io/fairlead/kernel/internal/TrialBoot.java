package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.OwnFiles.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Boots this host once with other arguments: by an entry of ours beside the default one, which stays as it is, chosen for
 * the next boot alone. Whatever becomes of that boot, the one after it is the default one again. To be used by the host's
 * writer alone.
 */
final class TrialBoot {

    /**
     * A kernel that finds no root or init, or dies, reboots after half a minute: panic_timeout in kernel/panic.c, and
     * initramfs-tools' panic() in /usr/share/initramfs-tools/scripts/functions.
     */
    private static final String COMES_BACK = "panic=30";

    private final Host host;
    private final Loader loader;
    private final TrialEntry entry;
    private final OnceChoice choice;

    TrialBoot(Host host, Loader loader, TrialEntry entry, OnceChoice choice) {
        this.host = host;
        this.loader = loader;
        this.entry = entry;
        this.choice = choice;
    }

    /** Why this host cannot be booted so: a sentence's end; empty where it can. */
    Optional<String> obstacle() {
        return entry.obstacle().or(choice::obstacle).or(() -> choice.chosen().filter(id -> !id.equals(entry.id()))
                .map(id -> "somebody chose %s for the next boot alone: let that boot be first, or take the choice back"
                        .formatted(Printable.quoted(id))));
    }

    /** The try that our entry is of, if there is one. */
    Optional<TrialMark> mark() {
        Standing standing = host.own().standing(entry.file());
        return standing == Standing.OURS || standing == Standing.CHANGED
                ? host.files().read(entry.file()).flatMap(TrialMark::parse)
                : Optional.empty();
    }

    /** Whether the next boot is of our entry. */
    boolean isNext() {
        return choice.chosen().filter(entry.id()::equals).isPresent();
    }

    /**
     * Makes the next boot, and it alone, one of these arguments, and reads that back.
     *
     * @param gone arguments of the default entry that it is not to have
     * @param added arguments that it is to have beside the others
     * @throws FairleadException {@code NOT_CAPABLE} when that cannot be; {@code HOST_FAILED} when a program of the boot
     *             loader fails; in each case everything is as before
     */
    void begin(TrialMark mark, List<Argument> gone, List<Argument> added) {
        NextBoot before = loader.read();
        List<Argument> all = new ArrayList<>(added);
        if (added.stream().noneMatch(argument -> argument.named("panic"))) {
            all.add(Argument.of(COMES_BACK));
        }
        all.add(mark.argument());
        String text = entry.text(mark, gone, all);
        OwnFiles.Change change = host.own().put(entry.file(), text.getBytes(StandardCharsets.UTF_8), entry.mode(),
                Foreign.REFUSE);
        try {
            verify(before, mark, gone, all);
            choice.choose(entry.id());
            if (!isNext() || loader.read().next().filter(next -> mark.isIn(NextBoot.arguments(next))).isEmpty()) {
                throw refused("the boot loader does not take %s for the next boot".formatted(entry.id()));
            }
        } catch (RuntimeException e) {
            putBack(change, e);
            throw e instanceof FairleadException known
                    ? new FairleadException(known.kind(), known.getMessage() + "; everything is as before", e)
                    : e;
        }
    }

    private void verify(NextBoot before, TrialMark mark, List<Argument> gone, List<Argument> added) {
        NextBoot now = loader.read();
        if (!now.byDefault().map(TrialBoot::essence).equals(before.byDefault().map(TrialBoot::essence))) {
            throw refused(
                    "with %s there, another entry than before would boot by default".formatted(entry.file()));
        }
        BootEntry ours = now.entries().stream().filter(found -> mark.isIn(NextBoot.arguments(found))).findFirst()
                .orElseThrow(() -> refused("%s did not bring an entry about".formatted(entry.file())));
        List<Argument> line = NextBoot.arguments(ours);
        added.stream().filter(argument -> !ArgumentRules.inEffect(argument, line)).findFirst().ifPresent(argument -> {
            throw refused("%s is not in effect in %s".formatted(argument.text(), ours.place()));
        });
        gone.stream().filter(argument -> line.stream().anyMatch(argument::same)).findFirst().ifPresent(argument -> {
            throw refused("%s is still in %s".formatted(argument.text(), ours.place()));
        });
        if (String.join(" ", ours.arguments()).length() >= CommandLine.MOST_CHARACTERS) {
            throw refused("there would be %d characters of arguments or more, and the kernel drops what comes after"
                    .formatted(CommandLine.MOST_CHARACTERS));
        }
    }

    /** What must stay of the default entry; its line may move. */
    private static List<Object> essence(BootEntry entry) {
        return List.of(entry.title(), entry.arguments(), entry.file());
    }

    private static FairleadException refused(String why) {
        return new FairleadException(Kind.NOT_CAPABLE, "the arguments cannot be tried, since " + why);
    }

    private void putBack(OwnFiles.Change change, RuntimeException why) {
        try {
            if (isNext()) {
                choice.clear();
            }
            change.undo();
        } catch (RuntimeException e) {
            FairleadException worse = new FairleadException(Kind.HOST_FAILED,
                    "%s, and putting it back failed too (%s): look at %s, and at what is booted next"
                            .formatted(why.getMessage(), e.getMessage(), entry.file()),
                    e);
            worse.addSuppressed(why);
            throw worse;
        }
    }

    /** Takes the entry and the choice of it away, if they are there. */
    void remove() {
        if (isNext()) {
            choice.clear();
        }
        if (host.own().remove(entry.file(), Foreign.ADOPT).happened()) {
            // Where somebody rewrote our entry, as grubby does with every one, nothing of that is worth keeping.
            host.own().release(entry.file());
        }
    }

    /** The way back to what is there now without Java. */
    List<UndoStep> nativeUndo() {
        List<UndoStep> steps = new ArrayList<>(choice.nativeClear(entry.id()));
        steps.addAll(host.own().wayBack(entry.file()));
        return steps;
    }
}
