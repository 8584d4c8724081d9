package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.DocumentException;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.HostStatus.Drift;
import io.fairlead.api.lifecycle.HostStatus.State;
import io.fairlead.api.lifecycle.LifecycleEvents;
import io.fairlead.api.lifecycle.Try;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.lifecycle.internal.document.Declared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Compares the host with what was confirmed for it, and tells when it is other, or no longer is. */
final class Comparison {

    private static final Look NONE = new Look(List.of(), false, List.of(), List.of());

    private final Planner planner;
    private final Journal journal;
    private final Generations generations;
    private final DriftBook drifts;
    private final Events events;

    Comparison(Planner planner, Journal journal, Generations generations, DriftBook drifts, Events events) {
        this.planner = planner;
        this.journal = journal;
        this.generations = generations;
        this.drifts = drifts;
        this.events = events;
    }

    /**
     * What one look at the host showed.
     *
     * @param changes what is not as confirmed
     * @param enforce whether the document wants that brought back
     * @param waiting the sections whose provider is absent
     * @param unknown why something cannot be told, one sentence each
     */
    record Look(List<PlannedChange> changes, boolean enforce, List<String> waiting, List<String> unknown) {
    }

    /**
     * How the host stands.
     *
     * @param busy whether it is just being changed, so that a look would show something halfway
     */
    HostStatus status(boolean busy) {
        List<String> unknown = new ArrayList<>();
        Optional<Generation> confirmed = generations.confirmed();
        Optional<Try> tried = tried(unknown);
        Look look = tried.isPresent() || busy ? NONE : confirmed.map(this::look).orElse(NONE);
        unknown.addAll(look.unknown());
        List<Drift> drifted = tried.isEmpty() ? drifts.drifts() : List.of();
        State state;
        if (!unknown.isEmpty() || tried.filter(now -> now.phase() == Phase.ROLLED_BACK_EXCEPT).isPresent()) {
            state = State.STUCK;
        } else if (!drifted.isEmpty()) {
            state = State.DRIFTED;
        } else if (tried.isPresent() || busy) {
            state = State.PENDING;
        } else if (confirmed.isEmpty()) {
            state = State.UNDECLARED;
        } else {
            state = look.waiting().isEmpty() ? State.CONVERGED : State.WAITING;
        }
        return new HostStatus(state, confirmed, tried, drifted, look.waiting(), unknown);
    }

    private Optional<Try> tried(List<String> unknown) {
        try {
            return journal.read().map(TryRecord::toTry);
        } catch (FairleadException e) {
            unknown.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** Looks at the host once, and notes what drifted since. */
    Look look(Generation confirmed) {
        try {
            Inventory host = planner.look();
            Declared declared = planner.known(confirmed.document());
            List<String> unknown = new ArrayList<>();
            List<PlannedChange> changes = planner.changes(declared.declaration(), host, unknown);
            if (drifts.note(changes, Instant.now())) {
                tell(confirmed, changes.isEmpty());
            }
            return new Look(changes, declared.settings().enforce(), declared.waiting(), unknown);
        } catch (FairleadException | DocumentException e) {
            return new Look(List.of(), false, List.of(), List.of(e.getMessage()));
        }
    }

    private void tell(Generation confirmed, boolean converged) {
        if (converged) {
            events.tell(LifecycleEvents.CONVERGED, confirmed.number(), "all is as confirmed again");
        } else {
            events.tell(LifecycleEvents.DRIFTED, confirmed.number(), drifts.drifts().stream()
                    .map(drift -> drift.resource() + ": " + drift.what()).collect(Collectors.joining("; ")));
        }
    }
}
