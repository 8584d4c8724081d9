package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.BootLoader;
import io.fairlead.api.resource.TrialState;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arguments that Fairlead keeps, as what a document declares: tried for one boot, kept, taken back. Arguments that
 * somebody else configured satisfy a wish and are not kept twice. Made anew for each look at the host.
 *
 * <p>What is to come into force, or out of it, needs a boot, and is tried by one, also where it is configured already. What the running kernel has as it is to be
 * cannot be tried any better: it is kept at once, and taken back like all else.
 */
final class DeclaredArguments {

    /** What a document is for; the rest of somebody else's arguments, root= and console= and all, is the host's own. */
    private static final Set<String> OF_INTEREST = Set.of("intel_iommu", "amd_iommu", "iommu", "pci",
            "vfio-pci.ids", "vfio_iommu_type1.allow_unsafe_interrupts");

    private final Host host;
    private final WriterLock writerLock;
    private final List<Argument> running;
    private final Loader loader;
    private final NextBoot next;
    private final Optional<Keeper> keeper;

    DeclaredArguments(Host host, WriterLock writerLock) {
        this.host = host;
        this.writerLock = writerLock;
        Booted booted = Booted.read(host.files());
        this.running = booted.arguments();
        this.loader = Loaders.find(host, booted);
        this.next = loader.read();
        this.keeper = loader.keeper();
    }

    /**
     * What a wish comes to.
     *
     * @param kept what we keep
     * @param after what we would keep
     * @param missing what the entry that boots by default does not have and is to have
     * @param gone what we keep and are to keep no more, and nobody else configured
     * @param needsBoot whether the running kernel has other arguments than it is to have
     */
    record Wish(List<Argument> kept, List<Argument> after, List<Argument> missing, List<Argument> gone,
            boolean needsBoot) {

        /** Whether what we keep is to be another. */
        boolean changesWhatIsKept() {
            return !Argument.texts(after).equals(Argument.texts(kept));
        }

        /** Whether there is nothing to write for it. */
        boolean isConfigured() {
            return !changesWhatIsKept() && missing.isEmpty();
        }

        /** Whether a boot would tell; not so where we keep what another's line overrides, which no boot changes. */
        boolean needsTrial() {
            return needsBoot && (changesWhatIsKept() || missing.isEmpty());
        }
    }

    /** What it takes to have these in force, and of what we keep no others. */
    Wish wish(List<Argument> wanted) {
        List<Argument> kept = kept();
        List<Argument> missing = next.loader().kind() == BootLoader.Kind.NONE
                ? lacking(wanted)
                : ArgumentChanger.missing(wanted, next);
        List<Argument> after = new ArrayList<>(kept.stream().filter(old -> isIn(wanted, old)).toList());
        missing.stream().filter(argument -> !isIn(after, argument)).forEach(after::add);
        List<Argument> gone = kept.stream().filter(old -> !isIn(after, old) && next.foreign(old).isEmpty()).toList();
        boolean needsBoot = !lacking(wanted).isEmpty() || gone.stream().anyMatch(old -> isIn(running, old));
        return new Wish(kept, after, missing, gone, needsBoot);
    }

    private List<Argument> lacking(List<Argument> wanted) {
        return wanted.stream().filter(argument -> !ArgumentRules.inEffect(argument, running)).toList();
    }

    private static boolean isIn(List<Argument> line, Argument argument) {
        return line.stream().anyMatch(argument::same);
    }

    /** Whether a wish is so already: configured and in force, or tried and in force. */
    boolean isGranted(Wish wish) {
        return !wish.needsBoot() && (wish.isConfigured() || mark().filter(mark -> mark.isIn(running)).isPresent());
    }

    /** What we would keep, and what somebody else configured and the running kernel has yet to be booted with. */
    List<Argument> after(Wish wish, List<Argument> wanted) {
        return Stream.concat(wish.after().stream(),
                lacking(wanted).stream().filter(argument -> !isIn(wish.after(), argument))).toList();
    }

    /** Whether these are what we keep, or try. */
    boolean isNow(List<Argument> arguments) {
        return Argument.texts(arguments).equals(Argument.texts(kept()))
                || mark().filter(mark -> mark.isOf(arguments)).isPresent();
    }

    /** What we keep now. */
    List<Argument> kept() {
        return keeper.map(Keeper::kept).orElse(List.of());
    }

    /** What a document would declare for this host as it is: what we keep, and what else it has of its kind. */
    List<Argument> described() {
        List<Argument> byDefault = next.byDefault().map(NextBoot::arguments).orElse(running);
        List<Argument> described = new ArrayList<>(kept());
        byDefault.stream().filter(argument -> OF_INTEREST.stream().anyMatch(argument::named))
                .filter(argument -> ArgumentText.isValid(argument.text()) && !isIn(described, argument))
                .filter(argument -> ArgumentRules.inEffect(argument, byDefault)
                        && ArgumentRules.inEffect(argument, running))
                .forEach(described::add);
        return described;
    }

    /** Why a wish cannot be granted on this host, by what can be told beforehand: a sentence. */
    Optional<String> obstacle(Wish wish) {
        if (wish.changesWhatIsKept() || !wish.missing().isEmpty()) {
            if (keeper.isEmpty()) {
                return Optional
                        .of("the kernel's arguments cannot be configured on this host: " + loader.withoutKeeper());
            }
            try {
                keeper.get().refuse(wish.after());
            } catch (FairleadException e) {
                return Optional.of(e.getMessage());
            }
        }
        return wish.needsTrial() ? trialObstacle().map(why -> cannotTry(wish, why)) : Optional.empty();
    }

    private Optional<String> trialObstacle() {
        Optional<TrialBoot> trial = loader.trial();
        return trial.isEmpty() ? Optional.of(loader.withoutTrial()) : trial.flatMap(TrialBoot::obstacle);
    }

    private static String cannotTry(Wish wish, String why) {
        String commands = Stream.of(command("add", wish.missing()), command("remove", wish.gone()))
                .flatMap(Optional::stream).map(command -> command + ", ").collect(Collectors.joining("and "));
        return "a boot with other kernel arguments cannot be tried on this host: %s; without a trial: %sreboot"
                .formatted(why, commands);
    }

    private static Optional<String> command(String verb, List<Argument> arguments) {
        return arguments.isEmpty()
                ? Optional.empty()
                : Optional.of("kernel:arg %s %s --keep".formatted(verb, String.join(" ", Argument.texts(arguments))));
    }

    /** Tries a wish to have {@code wanted} for one boot, or where no boot would tell, keeps it. */
    void tryFor(Wish wish, List<Argument> wanted, Consumer<String> progress) {
        obstacle(wish).ifPresent(why -> {
            throw new FairleadException(Kind.NOT_CAPABLE, why);
        });
        if (!wish.needsTrial()) {
            keep(wish, progress);
            return;
        }
        TrialBoot trial = loader.trial().orElseThrow();
        if (mark().filter(mark -> mark.isOf(wanted) && stateOf(mark) != TrialState.LOST).isPresent()) {
            return;
        }
        writerLock.claim();
        trial.remove();
        progress.accept("choosing an entry with the kernel arguments %s for the next boot alone"
                .formatted(words(wanted)));
        trial.begin(TrialMark.begin(host.files(), Argument.texts(wanted)), wish.gone(), wish.missing());
    }

    /** Makes a wish last, and ends its trial. */
    void keep(Wish wish, Consumer<String> progress) {
        if (!wish.missing().isEmpty()) {
            progress.accept("adding the kernel arguments " + words(wish.missing()));
            changer().add(wish.missing(), false);
        }
        List<Argument> left = kept().stream().filter(old -> !isIn(wish.after(), old)).toList();
        if (!left.isEmpty()) {
            progress.accept("removing the kernel arguments " + words(left));
            changer().remove(left, false);
        }
        endTrial();
    }

    /** Has kept what was kept before, and ends a trial. */
    void undo(List<Argument> before, Consumer<String> progress) {
        endTrial();
        if (keeper.isPresent() && !Argument.texts(kept()).equals(Argument.texts(before))) {
            progress.accept("keeping the kernel arguments that were kept before: " + words(before));
            changer().restore(before);
        }
    }

    private void endTrial() {
        Optional<TrialBoot> trial = loader.trial().filter(boot -> boot.mark().isPresent() || boot.isNext());
        if (trial.isPresent()) {
            writerLock.claim();
            trial.get().remove();
        }
    }

    private ArgumentChanger changer() {
        return KernelService.changer(host, loader, writerLock);
    }

    /** How a try to have {@code after} kept, where {@code before} was, stands. */
    TrialState trial(List<Argument> before, List<Argument> after) {
        Optional<TrialMark> mark = mark().filter(found -> found.isOf(after));
        if (mark.isPresent()) {
            return stateOf(mark.get());
        }
        List<Argument> gone = before.stream().filter(old -> !isIn(after, old) && next.foreign(old).isEmpty()).toList();
        if (lacking(after).isEmpty() && gone.stream().noneMatch(old -> isIn(running, old))) {
            return TrialState.IN_FORCE;
        }
        return TrialState.LOST;
    }

    private Optional<TrialMark> mark() {
        return loader.trial().flatMap(TrialBoot::mark);
    }

    private TrialState stateOf(TrialMark mark) {
        if (mark.isIn(running)) {
            return TrialState.IN_FORCE;
        }
        boolean waits = mark.isOfThisBoot(host.files()) && loader.trial().filter(TrialBoot::isNext).isPresent();
        return waits ? TrialState.AT_NEXT_BOOT : TrialState.LOST;
    }

    /** What a kernel that came by the trial entry for these has among its arguments. */
    Optional<String> trialWord(List<Argument> after) {
        return mark().filter(mark -> mark.isOf(after)).map(mark -> mark.argument().text());
    }

    /** The way back to what is there now, without Java. */
    List<UndoStep> nativeUndo() {
        return Stream.concat(loader.trial().stream().flatMap(trial -> trial.nativeUndo().stream()),
                keeper.stream().flatMap(found -> found.nativeUndo().stream())).toList();
    }

    static String words(List<Argument> arguments) {
        return arguments.isEmpty() ? "none" : String.join(" ", Argument.texts(arguments));
    }
}
