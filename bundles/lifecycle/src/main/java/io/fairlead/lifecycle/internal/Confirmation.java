package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Try.Phase;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Makes a try last: all that is kept is written, under the way back, and then the one mark by which it counts. */
final class Confirmation {

    private final CurrentTry current;
    private final Providers providers;

    Confirmation(CurrentTry current, Providers providers) {
        this.current = current;
        this.providers = providers;
    }

    /** The user's wish. */
    Outcome confirm(Consumer<Progress> progress) {
        TryRecord record = current.need();
        return switch (record.phase()) {
            case TRIED -> {
                current.claim();
                yield keep(record, progress);
            }
            case AWAITING_REBOOT -> throw new FairleadException(Kind.USAGE,
                    "generation %d takes effect with the next boot: reboot, look, and confirm it then"
                            .formatted(record.generation()));
            case APPLYING, CONFIRMING -> throw record.busy();
            case ROLLING_BACK, ROLLED_BACK_EXCEPT -> throw new FairleadException(Kind.USAGE,
                    "generation %d is being taken back and can no longer be confirmed: apply it again when that has ended"
                            .formatted(record.generation()));
        };
    }

    Outcome keep(TryRecord tried, Consumer<Progress> progress) {
        TryRecord record = current.move(tried.in(Phase.CONFIRMING));
        int of = record.changes().size();
        try {
            for (int i = 0; i < of; i++) {
                PlannedChange change = record.changes().get(i);
                int number = i + 1;
                progress.accept(new Progress(number, of, "keep %s".formatted(change.id())));
                current.atWork(record);
                providers.keep(change, what -> progress.accept(new Progress(number, of, what)));
            }
        } catch (RuntimeException e) {
            current.move(record.in(Phase.TRIED));
            throw new FairleadException(e instanceof FairleadException known ? known.kind() : Kind.HOST_FAILED,
                    "generation %d is not confirmed, it is still a try until %s: %s".formatted(record.generation(),
                            record.deadline().map(Instant::toString).orElse("it is taken back"), e.getMessage()),
                    e);
        }
        return current.commit(record.generation(), CurrentTry.phrases(record.changes()), List.of());
    }
}
