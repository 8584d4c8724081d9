package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.ResourceProvider.Aside;
import io.fairlead.api.resource.TrialState;
import io.fairlead.api.resource.UndoStep;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The providers that are there now, and how a change is made through the one whose it is. */
final class Providers {

    private final Supplier<List<ResourceProvider>> all;

    Providers(Supplier<List<ResourceProvider>> all) {
        this.all = all;
    }

    List<ResourceProvider> all() {
        return all.get();
    }

    /** Whether each of these changes has its provider. */
    boolean have(Collection<PlannedChange> changes) {
        return changes.stream().allMatch(change -> find(change.section()).isPresent());
    }

    ResourceProvider of(PlannedChange change) {
        return find(change.section()).orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                "no provider for the section %s is there, which %s belongs to: see with scr:list what its bundle waits for"
                        .formatted(change.section(), change.id())));
    }

    private Optional<ResourceProvider> find(String section) {
        return all().stream().filter(provider -> provider.section().equals(section)).findFirst();
    }

    /** Makes a change, while all others stand aside for it. */
    void set(PlannedChange planned, Persistence persistence, Consumer<String> progress) {
        ResourceChange change = planned.change();
        aside(planned, change, progress,
                () -> of(planned).set(change.id(), change.before(), change.after(), persistence, progress));
    }

    /** Makes what is tried last. Nothing else changes, so that nobody has to stand aside. */
    void keep(PlannedChange planned, Consumer<String> progress) {
        ResourceChange change = planned.change();
        of(planned).set(change.id(), change.after(), change.after(), Persistence.KEEP, progress);
    }

    void undo(PlannedChange planned, Consumer<String> progress) {
        aside(planned, planned.reversed(), progress, () -> of(planned).undo(planned.change(), progress));
    }

    List<UndoStep> nativeUndo(PlannedChange planned) {
        return of(planned).nativeUndo(planned.change());
    }

    Optional<String> trialWord(PlannedChange planned) {
        return of(planned).trialWord(planned.change());
    }

    TrialState trial(PlannedChange planned) {
        return of(planned).trial(planned.change());
    }

    private void aside(PlannedChange planned, ResourceChange change, Consumer<String> progress, Runnable action) {
        Deque<Aside> asides = new ArrayDeque<>();
        RuntimeException failure = null;
        try {
            for (ResourceProvider other : all()) {
                if (!other.section().equals(planned.section())) {
                    asides.push(other.stepAside(change, progress));
                }
            }
            action.run();
        } catch (RuntimeException e) {
            failure = e;
        }
        for (Aside aside : asides) {
            try {
                aside.close();
            } catch (RuntimeException e) {
                failure = first(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static RuntimeException first(RuntimeException failure, RuntimeException next) {
        if (failure == null) {
            return next;
        }
        failure.addSuppressed(next);
        return failure;
    }
}
