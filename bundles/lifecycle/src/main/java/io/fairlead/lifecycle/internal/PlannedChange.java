package io.fairlead.lifecycle.internal;

import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.UndoStep;
import java.util.List;

/**
 * A change and whose it is.
 *
 * @param section the provider's
 * @param change what the provider planned
 * @param wayBack the way back without Java, kept only where a reboot lies between the change and the rest of the try
 */
record PlannedChange(String section, ResourceChange change, List<UndoStep> wayBack) {

    PlannedChange(String section, ResourceChange change) {
        this(section, change, List.of());
    }

    PlannedChange with(List<UndoStep> steps) {
        return new PlannedChange(section, change, steps);
    }

    ResourceId id() {
        return change.id();
    }

    /** Whether this has to be done after the other. */
    boolean comesAfter(PlannedChange other) {
        return change.follows().contains(other.id()) || other.change.precedes().contains(id());
    }

    boolean needsReboot() {
        return change.has(Effect.Kind.REBOOT_REQUIRED);
    }

    /** One phrase: {@code make virtual-functions eno4}. */
    String phrase() {
        String verb = change.before().isEmpty() ? "make" : change.after().isEmpty() ? "remove" : "change";
        return "%s %s".formatted(verb, id());
    }

    /** The same the other way round. */
    ResourceChange reversed() {
        return new ResourceChange(id(), change.after(), change.before(), change.effects(), change.precedes(),
                change.follows());
    }
}
