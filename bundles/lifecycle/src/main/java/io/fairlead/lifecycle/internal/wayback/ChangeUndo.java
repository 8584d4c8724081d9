package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.UndoStep;
import java.util.List;
import java.util.Set;

/**
 * How one change is taken back.
 *
 * @param number of the change in its plan; the {@link UndoResult result} names it by that
 * @param resource for messages
 * @param steps in order
 * @param after the numbers of changes that have to be taken back first: when one of them is held, this one stays too. They
 *            come earlier in {@link Arming#changes}.
 */
public record ChangeUndo(int number, ResourceId resource, List<UndoStep> steps, Set<Integer> after) {

    /** Of its own lists. */
    public ChangeUndo {
        steps = List.copyOf(steps);
        after = Set.copyOf(after);
    }
}
