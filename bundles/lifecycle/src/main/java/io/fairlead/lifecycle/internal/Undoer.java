package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.Lifecycle.Progress;
import io.fairlead.api.lifecycle.Try.Left;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes changes back, the last first. What somebody holds is left, and with it what it was built on: the rule that keeps
 * NetworkManager off VFs stays as long as the VFs do.
 */
final class Undoer {

    private final Providers providers;

    Undoer(Providers providers) {
        this.providers = providers;
    }

    /**
     * Takes them back; changes that are taken back already cost a look.
     *
     * @param made in the order in which they were made
     * @param before called before each
     * @return what is left
     */
    List<Left> undo(List<PlannedChange> made, Consumer<Progress> progress, Runnable before) {
        List<Left> left = new ArrayList<>();
        Set<PlannedChange> standing = new HashSet<>();
        for (int i = made.size() - 1; i >= 0; i--) {
            PlannedChange change = made.get(i);
            int number = made.size() - i;
            progress.accept(new Progress(number, made.size(), "take back: " + change.phrase()));
            before.run();
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
