package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.LifecycleEvents;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.TrialState;
import io.fairlead.lifecycle.internal.document.Declared;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Tries a document: the way back first, then change by change, and at last a look at the whole. */
final class Application {

    /** What a change may take before the way back without Java is begun over a dead process: 64 VFs took 22 s on i40e. */
    private static final Duration APPLYING = Duration.ofMinutes(2);

    private final CurrentTry current;
    private final Planner planner;
    private final Providers providers;
    private final Generations generations;
    private final Probes probes;
    private final Boot boot;
    private final Rollback rollback;
    private final Confirmation confirmation;

    Application(CurrentTry current, Planner planner, Providers providers, Generations generations, Probes probes,
            Boot boot, Rollback rollback, Confirmation confirmation) {
        this.current = current;
        this.planner = planner;
        this.providers = providers;
        this.generations = generations;
        this.probes = probes;
        this.boot = boot;
        this.rollback = rollback;
        this.confirmation = confirmation;
    }

    Outcome apply(ApplyRequest request, Consumer<Progress> progress) {
        Inventory host = planner.look();
        Declared declared = planner.read(request.document(), host);
        current.read().ifPresent(record -> {
            throw record.busy();
        });
        List<PlannedChange> changes = planner.changes(declared.declaration(), Persistence.KEEP, host);
        if (changes.isEmpty() && isConfirmed(request)) {
            return new Outcome(Optional.empty(), Optional.empty(), List.of(), waiting(declared));
        }
        List<String> refusals = Planner.refusals(changes);
        if (!refusals.isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "nothing was changed, for somebody uses what would be taken away: "
                            + String.join("; ", refusals));
        }
        current.claim();
        Generation generation = generations.begin(request.document(), request.who(), request.why(), CurrentTry.now());
        if (changes.isEmpty()) {
            return current.commit(generation.number(), List.of(), waiting(declared));
        }
        TryRecord record = current.begin(new TryRecord(generation.number(), Phase.APPLYING, changes, 0,
                request.confirmWithin(), Optional.of(CurrentTry.now().plus(request.confirmWithin()).plus(APPLYING)),
                boot.id(), List.of()));
        current.tell(LifecycleEvents.APPLYING, record, "%d changes are made".formatted(changes.size()));
        return make(record, declared, request.confirmed(), progress);
    }

    /** Makes the changes that had to wait for a reboot, as they are to be made now. */
    void goOn(TryRecord record, Consumer<Progress> progress) {
        Inventory host = planner.look();
        Declared declared = planner.known(generations.get(record.generation()).document());
        List<PlannedChange> all = new ArrayList<>(record.made());
        all.addAll(planner.changes(declared.declaration(), Persistence.TRY, host));
        TryRecord goingOn = record.goingOn(all, boot.id())
                .until(CurrentTry.now().plus(record.confirmWithin()).plus(APPLYING));
        make(current.arm(goingOn), declared, false, progress);
    }

    /** Makes the changes of the record that are not begun, as far as no reboot is needed in between. */
    private Outcome make(TryRecord begun, Declared declared, boolean confirmed, Consumer<Progress> progress) {
        TryRecord record = begun;
        List<String> notes = new ArrayList<>(waiting(declared));
        try {
            Set<String> before = probes.working(declared.settings());
            notes.addAll(Probes.unwatched(before, declared.settings()));
            int end = endOfStage(record);
            while (record.begun() < end) {
                record = current.step(withTime(record).begun(record.begun() + 1));
                make(record, progress);
            }
            if (end < record.changes().size() || awaitsReboot(record)) {
                return awaitReboot(record, notes);
            }
            check(declared, before);
        } catch (RuntimeException e) {
            throw rollback.failed(record, e, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw rollback.failed(record, new FairleadException(Kind.HOST_FAILED, "it was interrupted", e), progress);
        }
        record = current.move(record.in(Phase.TRIED).until(CurrentTry.now().plus(record.confirmWithin())));
        current.tell(LifecycleEvents.TRIED, record,
                "it waits to be confirmed until " + record.deadline().orElseThrow());
        return confirmed ? confirmation.keep(record, progress) : current.outcome(record, notes);
    }

    private void make(TryRecord record, Consumer<Progress> progress) {
        int of = record.changes().size();
        int number = record.begun();
        PlannedChange change = record.changes().get(number - 1);
        progress.accept(new Progress(number, of, change.phrase()));
        providers.set(change, Persistence.TRY, what -> progress.accept(new Progress(number, of, what)));
    }

    /** A long list of slow changes is not cut short by the timer that is for a dead process. */
    private TryRecord withTime(TryRecord record) {
        Instant later = CurrentTry.now().plus(APPLYING);
        return record.deadline().filter(end -> end.isBefore(later)).isEmpty()
                ? record
                : current.move(record.until(later.plus(APPLYING)));
    }

    /** Those that need a reboot are made first and alone, since what lies in /run would not outlast it. */
    private static int endOfStage(TryRecord record) {
        int first = (int) record.changes().stream().takeWhile(PlannedChange::needsReboot).count();
        return record.begun() < first ? first : record.changes().size();
    }

    private boolean awaitsReboot(TryRecord record) {
        return record.made().stream().anyMatch(change -> providers.trial(change) == TrialState.AT_NEXT_BOOT);
    }

    private Outcome awaitReboot(TryRecord record, List<String> notes) {
        TryRecord waiting = current.arm(record.awaitingReboot());
        int rest = waiting.changes().size() - waiting.begun();
        notes.add(rest == 0
                ? "it takes effect with the next boot, once: confirm it then, or the boot after that is the old one"
                : "reboot now: the next boot has it, once, and %d more changes follow then; confirm it after that, or the boot after that is the old one"
                        .formatted(rest));
        return current.outcome(waiting, notes);
    }

    /** All changes are made: is the host as declared, and does work what worked? */
    private void check(Declared declared, Set<String> before) throws InterruptedException {
        List<PlannedChange> still = planner.changes(declared.declaration(), Persistence.TRY, planner.look());
        if (!still.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "all changes were made, and the host is still not as declared: " + still.stream()
                            .map(change -> "%s (%s)".formatted(change.id(),
                                    ValueText.difference(change.change().before(), change.change().after())))
                            .collect(Collectors.joining(", ")));
        }
        Set<String> lost = probes.lost(before, declared.settings());
        if (!lost.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "this worked before the changes and does not after them: " + String.join(", ", lost));
        }
    }

    private boolean isConfirmed(ApplyRequest request) {
        return generations.confirmed().map(confirmed -> confirmed.document().text())
                .equals(Optional.of(request.document().text()));
    }

    private static List<String> waiting(Declared declared) {
        return declared.waiting().stream()
                .map(section -> "the section %s waits for a bundle that looks after it".formatted(section)).toList();
    }
}
