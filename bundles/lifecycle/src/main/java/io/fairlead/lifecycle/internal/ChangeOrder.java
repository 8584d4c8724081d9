package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Brings changes into an order in which each comes after what it follows. Otherwise they stay as they were planned. */
final class ChangeOrder {

    private final List<PlannedChange> left;
    private final List<PlannedChange> ordered = new ArrayList<>();

    private ChangeOrder(List<PlannedChange> changes) {
        this.left = new ArrayList<>(changes);
    }

    /**
     * The changes in order.
     *
     * @throws FairleadException {@code HOST_FAILED} for changes that follow each other, naming them: two providers disagree
     */
    static List<PlannedChange> of(List<PlannedChange> changes) {
        ChangeOrder order = new ChangeOrder(changes);
        while (!order.left.isEmpty()) {
            order.next();
        }
        return order.ordered;
    }

    private void next() {
        PlannedChange next = left.stream().filter(this::isFree).findFirst().orElseThrow(this::cycle);
        left.remove(next);
        ordered.add(next);
    }

    private boolean isFree(PlannedChange change) {
        return left.stream().noneMatch(other -> !other.equals(change) && change.comesAfter(other));
    }

    private FairleadException cycle() {
        List<PlannedChange> cycle = new ArrayList<>();
        PlannedChange at = left.getFirst();
        while (!cycle.contains(at)) {
            cycle.add(at);
            PlannedChange now = at;
            at = left.stream().filter(other -> !other.equals(now) && now.comesAfter(other)).findFirst().orElseThrow();
        }
        cycle = cycle.subList(cycle.indexOf(at), cycle.size());
        cycle.add(at);
        return new FairleadException(Kind.HOST_FAILED,
                "these changes each have to come after the next, so none can be first, and nothing was changed: %s; it is a fault of the bundles that planned them"
                        .formatted(cycle.stream().map(change -> change.id().toString())
                                .collect(Collectors.joining(" after "))));
    }
}
