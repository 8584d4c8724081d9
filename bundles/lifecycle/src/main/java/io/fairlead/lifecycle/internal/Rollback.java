package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.LifecycleEvents;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Try.Left;
import io.fairlead.api.lifecycle.Try.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes a try back, the last change first. What somebody holds is left, and with it what it was built on: the rule that keeps
 * NetworkManager off VFs stays as long as the VFs do.
 */
final class Rollback {

    private final CurrentTry current;
    private final Providers providers;

    Rollback(CurrentTry current, Providers providers) {
        this.current = current;
        this.providers = providers;
    }

    /** The user's wish. */
    Outcome rollback(Consumer<Progress> progress) {
        TryRecord record = current.need();
        current.claim();
        record = takeBack(record, Result.ROLLED_BACK, progress);
        List<String> notes = record.left().stream()
                .map(left -> "%s is left: %s; it follows by itself".formatted(left.resource(), left.why())).toList();
        Outcome outcome = current.outcome(record, notes);
        return record.left().isEmpty()
                ? new Outcome(outcome.generation(), Optional.empty(), outcome.made(), notes)
                : outcome;
    }

    /** Takes all back that may have been done, and ends the try if nothing is left of it. */
    TryRecord takeBack(TryRecord found, Result result, Consumer<Progress> progress) {
        TryRecord record = found.phase() == Phase.ROLLED_BACK_EXCEPT
                ? found
                : current.move(found.in(Phase.ROLLING_BACK));
        List<Left> left = undo(record, progress);
        TryRecord after = record.leaving(left);
        if (left.isEmpty()) {
            current.end(record, result);
            current.tell(LifecycleEvents.ROLLED_BACK, record, "all is as before");
        } else if (record.phase() != Phase.ROLLED_BACK_EXCEPT || !left.equals(record.left())) {
            after = current.move(after.in(Phase.ROLLED_BACK_EXCEPT));
            current.tell(LifecycleEvents.ROLLED_BACK, record, "except " + after.leftText());
        }
        return after;
    }

    /** Takes it back since a change failed; the answer is the failure, with what became of the host. */
    FairleadException failed(TryRecord record, RuntimeException failure, Consumer<Progress> progress) {
        Kind kind = failure instanceof FairleadException known ? known.kind() : Kind.HOST_FAILED;
        try {
            TryRecord after = takeBack(record, Result.FAILED, progress);
            return new FairleadException(kind, "%s; everything is as before%s".formatted(failure.getMessage(),
                    after.left().isEmpty() ? "" : " except " + after.leftText()), failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return new FairleadException(Kind.HOST_FAILED,
                    "%s; and taking it back failed too: %s; it is tried again at %s".formatted(failure.getMessage(),
                            e.getMessage(), record.deadline().map(Instant::toString).orElse("the next boot")),
                    failure);
        }
    }

    private List<Left> undo(TryRecord record, Consumer<Progress> progress) {
        List<PlannedChange> made = record.made();
        List<Left> left = new ArrayList<>();
        Set<PlannedChange> standing = new HashSet<>();
        for (int i = made.size() - 1; i >= 0; i--) {
            PlannedChange change = made.get(i);
            int number = made.size() - i;
            progress.accept(new Progress(number, made.size(), "take back: " + change.phrase()));
            current.atWork(record);
            standing.stream().filter(later -> later.comesAfter(change)).findFirst().ifPresentOrElse(later -> {
                standing.add(change);
                left.add(new Left(change.id().toString(), "%s needs it".formatted(later.id())));
            }, () -> {
                try {
                    providers.undo(change, what -> progress.accept(new Progress(number, made.size(), what)));
                } catch (RuntimeException e) {
                    standing.add(change);
                    left.add(new Left(change.id().toString(), String.valueOf(e.getMessage())));
                }
            });
        }
        return left;
    }
}
