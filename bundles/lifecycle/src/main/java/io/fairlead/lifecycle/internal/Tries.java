package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.LifecycleEvents;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Try.Left;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.TrialState;
import io.fairlead.host.WriterLock;
import io.fairlead.lifecycle.internal.document.Declared;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The one try: begun, kept, taken back. Each step is in the journal before it is made, so that whoever comes after a death
 * in the middle knows what may have been done.
 *
 * <p>Not for several threads: {@link LifecycleService} calls one at a time.
 */
final class Tries {

    /** What a change may take before the way back without Java is begun over a dead process: 64 VFs took 22 s on i40e. */
    private static final Duration APPLYING = Duration.ofMinutes(2);

    private final Planner planner;
    private final Providers providers;
    private final Undoer undoer;
    private final Generations generations;
    private final Journal journal;
    private final NativeWayBack wayBack;
    private final Probes probes;
    private final WriterLock writer;
    private final Boot boot;
    private final Events events;

    Tries(Planner planner, Providers providers, Generations generations, Journal journal, NativeWayBack wayBack,
            Probes probes, WriterLock writer, Boot boot, Events events) {
        this.planner = planner;
        this.providers = providers;
        this.undoer = new Undoer(providers);
        this.generations = generations;
        this.journal = journal;
        this.wayBack = wayBack;
        this.probes = probes;
        this.writer = writer;
        this.boot = boot;
        this.events = events;
    }

    Outcome apply(ApplyRequest request, Consumer<Progress> progress) {
        Declared declared = planner.read(request.document());
        journal.read().ifPresent(Tries::refuseSecond);
        List<PlannedChange> changes = planner.changes(declared.declaration(), Persistence.KEEP);
        if (changes.isEmpty() && isConfirmed(request)) {
            return new Outcome(Optional.empty(), Optional.empty(), List.of(), waiting(declared.waiting()));
        }
        List<String> refusals = Planner.refusals(changes);
        if (!refusals.isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "nothing was changed, for somebody uses what would be taken away: "
                            + String.join("; ", refusals));
        }
        claim();
        Generation generation = generations.begin(request.document(), request.who(), request.why(), now());
        if (changes.isEmpty()) {
            return confirmed(generation.number(), List.of(), waiting(declared.waiting()));
        }
        TryRecord record = new TryRecord(generation.number(), Phase.APPLYING, changes, 0, request.confirmWithin(),
                Optional.of(now().plus(request.confirmWithin()).plus(APPLYING)), boot.id(), List.of());
        try {
            journal.write(record);
            record = journal.write(wayBack.arm(record));
        } catch (RuntimeException e) {
            end(record, Result.FAILED);
            throw e;
        }
        events.tell(LifecycleEvents.APPLYING, generation.number(), "%d changes are made".formatted(changes.size()));
        return make(record, declared, request.confirmed(), progress);
    }

    /** Makes the changes of the record that are not begun, as far as no reboot is needed in between. */
    private Outcome make(TryRecord begun, Declared declared, boolean confirmed, Consumer<Progress> progress) {
        TryRecord record = begun;
        List<String> notes = new ArrayList<>(waiting(declared.waiting()));
        try {
            Set<String> before = probes.working(declared.settings());
            notes.addAll(Probes.unwatched(before, declared.settings()));
            int end = endOfStage(record);
            while (record.begun() < end) {
                int number = record.begun() + 1;
                PlannedChange change = record.changes().get(number - 1);
                record = journal.write(withTime(record).begun(number));
                int of = record.changes().size();
                progress.accept(new Progress(number, of, change.phrase()));
                wayBack.refuseWhileRunning();
                providers.set(change, Persistence.TRY, what -> progress.accept(new Progress(number, of, what)));
            }
            if (end < record.changes().size() || awaitsReboot(record)) {
                return awaitReboot(record, notes);
            }
            check(declared, before);
        } catch (RuntimeException e) {
            throw taken(record, e, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw taken(record, new FairleadException(Kind.HOST_FAILED, "it was interrupted", e), progress);
        }
        record = journal.write(record.in(Phase.TRIED).until(now().plus(record.confirmWithin())));
        wayBack.follow(record);
        events.tell(LifecycleEvents.TRIED, record.generation(),
                "it waits to be confirmed until " + record.deadline().get());
        return confirmed
                ? keep(record, progress)
                : new Outcome(Optional.of(generations.get(record.generation())), Optional.of(record.toTry()),
                        phrases(record.made()), notes);
    }

    /** A long list of slow changes is not cut short by the timer that is for a dead process. */
    private TryRecord withTime(TryRecord record) {
        Instant later = now().plus(APPLYING);
        if (record.deadline().filter(end -> end.isBefore(later)).isEmpty()) {
            return record;
        }
        TryRecord extended = record.until(later.plus(APPLYING));
        wayBack.follow(extended);
        return extended;
    }

    /** Those that need a reboot are made first and alone, since what lies in /run would not outlast it. */
    private static int endOfStage(TryRecord record) {
        long first = record.changes().stream().takeWhile(PlannedChange::needsReboot).count();
        return record.begun() < first ? (int) first : record.changes().size();
    }

    private boolean awaitsReboot(TryRecord record) {
        return record.made().stream().anyMatch(change -> providers.trial(change) == TrialState.AT_NEXT_BOOT);
    }

    private Outcome awaitReboot(TryRecord record, List<String> notes) {
        TryRecord waiting = journal.write(new TryRecord(record.generation(), Phase.AWAITING_REBOOT, record.changes(),
                record.begun(), record.confirmWithin(), Optional.empty(), record.boot(), List.of()));
        wayBack.arm(waiting);
        int rest = waiting.changes().size() - waiting.begun();
        notes.add(rest == 0
                ? "it takes effect with the next boot, once: confirm it then, or the boot after that is the old one"
                : "reboot now: the next boot has it, once, and %d more changes follow then; confirm it after that, or the boot after that is the old one"
                        .formatted(rest));
        return new Outcome(Optional.of(generations.get(waiting.generation())), Optional.of(waiting.toTry()),
                phrases(waiting.made()), notes);
    }

    /** All changes are made: is the host as declared, and does work what worked? */
    private void check(Declared declared, Set<String> before) throws InterruptedException {
        List<PlannedChange> still = planner.changes(declared.declaration(), Persistence.TRY);
        if (!still.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "all changes were made, and the host is still not as declared: "
                            + still.stream().map(PlannedChange::phrase).collect(Collectors.joining(", ")));
        }
        Set<String> lost = probes.lost(before, declared.settings());
        if (!lost.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "this worked before the changes and does not after them: " + String.join(", ", lost));
        }
    }

    Outcome confirm(Consumer<Progress> progress) {
        TryRecord record = tried();
        return switch (record.phase()) {
            case TRIED -> {
                claim();
                yield keep(record, progress);
            }
            case AWAITING_REBOOT -> throw new FairleadException(Kind.USAGE,
                    "generation %d takes effect with the next boot: reboot, look, and confirm it then"
                            .formatted(record.generation()));
            case APPLYING, CONFIRMING -> throw busy(record);
            case ROLLING_BACK, ROLLED_BACK_EXCEPT -> throw new FairleadException(Kind.USAGE,
                    "generation %d is being taken back and can no longer be confirmed: apply it again when that has ended"
                            .formatted(record.generation()));
        };
    }

    private Outcome keep(TryRecord tried, Consumer<Progress> progress) {
        TryRecord record = journal.write(tried.in(Phase.CONFIRMING));
        wayBack.follow(record);
        int number = 0;
        try {
            for (PlannedChange change : record.changes()) {
                number++;
                int now = number;
                progress.accept(new Progress(now, record.changes().size(), "keep %s".formatted(change.id())));
                wayBack.refuseWhileRunning();
                wayBack.tell(record);
                providers.keep(change, what -> progress.accept(new Progress(now, record.changes().size(), what)));
            }
        } catch (RuntimeException e) {
            wayBack.follow(journal.write(record.in(Phase.TRIED)));
            throw new FairleadException(e instanceof FairleadException known ? known.kind() : Kind.HOST_FAILED,
                    "generation %d is not confirmed, it is still a try until %s: %s".formatted(record.generation(),
                            record.deadline().map(Instant::toString).orElse("it is taken back"), e.getMessage()),
                    e);
        }
        return confirmed(record.generation(), phrases(record.changes()), List.of());
    }

    private Outcome confirmed(int generation, List<String> made, List<String> notes) {
        generations.confirm(generation);
        return finish(generation, made, notes);
    }

    /** What follows the commit point, and can be done again at any time. */
    private Outcome finish(int generation, List<String> made, List<String> notes) {
        Generation ended = generations.end(generation, Result.CONFIRMED, now());
        generations.prune();
        wayBack.disarm();
        journal.delete();
        events.tell(LifecycleEvents.CONFIRMED, generation, "it is kept");
        return new Outcome(Optional.of(ended), Optional.empty(), made, notes);
    }

    Outcome rollback(Consumer<Progress> progress) {
        TryRecord record = tried();
        claim();
        return undone(takeBack(record, Result.ROLLED_BACK, progress));
    }

    private Outcome undone(TryRecord record) {
        List<String> notes = record.left().stream()
                .map(left -> "%s is left: %s; it follows by itself".formatted(left.resource(), left.why())).toList();
        return new Outcome(Optional.of(generations.get(record.generation())),
                record.left().isEmpty() ? Optional.empty() : Optional.of(record.toTry()), phrases(record.made()),
                notes);
    }

    /** Takes all back that may have been done, and ends the try if nothing is left of it. */
    private TryRecord takeBack(TryRecord found, Result result, Consumer<Progress> progress) {
        TryRecord record = found;
        if (found.phase() != Phase.ROLLED_BACK_EXCEPT) {
            record = journal.write(found.in(Phase.ROLLING_BACK));
            wayBack.follow(record);
        }
        TryRecord now = record;
        List<Left> left = undoer.undo(record.made(), progress, () -> wayBack.tell(now));
        if (left.isEmpty()) {
            end(record, result);
            events.tell(LifecycleEvents.ROLLED_BACK, record.generation(), "all is as before");
        } else if (record.phase() != Phase.ROLLED_BACK_EXCEPT || !left.equals(record.left())) {
            record = journal.write(record.in(Phase.ROLLED_BACK_EXCEPT).leaving(left));
            wayBack.follow(record);
            events.tell(LifecycleEvents.ROLLED_BACK, record.generation(), "except " + text(left));
        }
        return record.leaving(left);
    }

    private static String text(List<Left> left) {
        return left.stream().map(each -> "%s (%s)".formatted(each.resource(), each.why()))
                .collect(Collectors.joining(", "));
    }

    private void end(TryRecord record, Result result) {
        generations.end(record.generation(), result, now());
        generations.prune();
        wayBack.disarm();
        journal.delete();
    }

    private FairleadException taken(TryRecord record, RuntimeException failure, Consumer<Progress> progress) {
        Kind kind = failure instanceof FairleadException known ? known.kind() : Kind.HOST_FAILED;
        try {
            List<Left> left = takeBack(record, Result.FAILED, progress).left();
            String after = left.isEmpty()
                    ? "everything is as before"
                    : "everything is as before except " + text(left);
            return new FairleadException(kind, "%s; %s".formatted(failure.getMessage(), after), failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return new FairleadException(Kind.HOST_FAILED,
                    "%s; and taking it back failed too: %s; it is tried again at %s".formatted(failure.getMessage(),
                            e.getMessage(), record.deadline().map(Instant::toString).orElse("the next boot")),
                    failure);
        }
    }

    /**
     * Goes on where an earlier process, or this host before a reboot, ended. To be called when the providers are there, and
     * again when one more comes.
     */
    void recover(Consumer<Progress> progress) {
        Optional<TryRecord> found = journal.read();
        if (found.isEmpty()) {
            return;
        }
        TryRecord record = found.get();
        if (generations.confirmedNumber().equals(Optional.of(record.generation()))) {
            claim();
            finish(record.generation(), List.of(), List.of());
        } else if (providers.have(record.changes())) {
            recover(record, progress);
        }
    }

    private void recover(TryRecord record, Consumer<Progress> progress) {
        boolean rebooted = !record.boot().equals(boot.id());
        switch (record.phase()) {
            case APPLYING, CONFIRMING, ROLLING_BACK, ROLLED_BACK_EXCEPT -> {
                claim();
                takeBack(record, record.phase() == Phase.APPLYING ? Result.FAILED : Result.ROLLED_BACK, progress);
            }
            case TRIED -> {
                claim();
                if (rebooted || isOver(record)) {
                    takeBack(record, Result.ROLLED_BACK, progress);
                } else {
                    wayBack.follow(record);
                }
            }
            case AWAITING_REBOOT -> {
                if (rebooted) {
                    claim();
                    afterReboot(record, progress);
                }
            }
        }
    }

    private void afterReboot(TryRecord record, Consumer<Progress> progress) {
        if (record.made().stream().anyMatch(change -> providers.trial(change) != TrialState.IN_FORCE)) {
            takeBack(record, Result.FAILED, progress);
            return;
        }
        Declared declared = planner.read(generations.get(record.generation()).document());
        List<PlannedChange> all = new ArrayList<>(record.made());
        all.addAll(planner.changes(declared.declaration(), Persistence.KEEP));
        TryRecord goingOn = record.goingOn(all, boot.id())
                .until(now().plus(record.confirmWithin()).plus(APPLYING));
        journal.write(goingOn);
        make(journal.write(wayBack.arm(goingOn)), declared, false, progress);
    }

    /** Takes back what is not confirmed in time, and what was left when a holder has let go. */
    void expire(Consumer<Progress> progress) {
        journal.read().filter(record -> isOver(record) || record.phase() == Phase.ROLLED_BACK_EXCEPT)
                .ifPresent(record -> {
                    claim();
                    takeBack(record, Result.ROLLED_BACK, progress);
                });
    }

    private static boolean isOver(TryRecord record) {
        return record.phase() == Phase.TRIED && record.deadline().filter(end -> !now().isBefore(end)).isPresent();
    }

    private TryRecord tried() {
        return journal.read().orElseThrow(
                () -> new FairleadException(Kind.USAGE,
                        "nothing is being tried: host:status tells how the host stands"));
    }

    private static void refuseSecond(TryRecord record) {
        throw busy(record);
    }

    private static FairleadException busy(TryRecord record) {
        String how = switch (record.phase()) {
            case APPLYING -> "is being applied";
            case AWAITING_REBOOT -> "waits for a reboot";
            case TRIED -> "is being tried until %s".formatted(record.deadline().map(Instant::toString).orElse("?"));
            case CONFIRMING -> "is being confirmed";
            case ROLLING_BACK -> "is being taken back";
            case ROLLED_BACK_EXCEPT -> "was taken back except " + text(record.left());
        };
        return new FairleadException(Kind.BUSY,
                "generation %d %s, and one at a time can be tried: host:confirm keeps it, host:rollback takes it back"
                        .formatted(record.generation(), how));
    }

    private void claim() {
        writer.claim();
        wayBack.refuseWhileRunning();
    }

    private boolean isConfirmed(ApplyRequest request) {
        return generations.confirmed().map(Generation::document).map(confirmed -> confirmed.text())
                .equals(Optional.of(request.document().text()));
    }

    private static List<String> waiting(List<String> sections) {
        return sections.stream()
                .map(section -> "the section %s waits for a bundle that looks after it".formatted(section)).toList();
    }

    private static List<String> phrases(List<PlannedChange> changes) {
        return changes.stream().map(PlannedChange::phrase).toList();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
