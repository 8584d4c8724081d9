package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.TrialState;
import java.util.List;
import java.util.function.Consumer;

/** Goes on where an earlier process, or this host before a reboot, ended; and ends what is over. */
final class Recovery {

    private final CurrentTry current;
    private final Providers providers;
    private final Application application;
    private final Rollback rollback;
    private final Boot boot;

    Recovery(CurrentTry current, Providers providers, Application application, Rollback rollback, Boot boot) {
        this.current = current;
        this.providers = providers;
        this.application = application;
        this.rollback = rollback;
        this.boot = boot;
    }

    /** To be called when the providers are there, and again when one more comes: without those it needs it does nothing. */
    void recover(Consumer<Progress> progress) {
        current.read().ifPresent(record -> {
            if (current.isCommitted(record)) {
                current.claim();
                current.finish(record.generation(), List.of(), List.of());
            } else if (providers.have(record.changes())) {
                recover(record, progress);
            }
        });
    }

    private void recover(TryRecord record, Consumer<Progress> progress) {
        boolean rebooted = !record.boot().equals(boot.id());
        if (record.phase() == Phase.AWAITING_REBOOT && !rebooted) {
            return;
        }
        current.claim();
        switch (record.phase()) {
            case APPLYING -> rollback.takeBack(record, Result.FAILED, progress);
            case CONFIRMING, ROLLING_BACK, ROLLED_BACK_EXCEPT ->
                rollback.takeBack(record, Result.ROLLED_BACK, progress);
            case TRIED -> {
                if (rebooted || record.isOver(CurrentTry.now())) {
                    rollback.takeBack(record, Result.ROLLED_BACK, progress);
                } else {
                    current.adopt(record);
                }
            }
            case AWAITING_REBOOT -> {
                if (record.made().stream().allMatch(change -> providers.trial(change) == TrialState.IN_FORCE)) {
                    application.goOn(record, progress);
                } else {
                    rollback.takeBack(record, Result.FAILED, progress);
                }
            }
        }
    }
}
