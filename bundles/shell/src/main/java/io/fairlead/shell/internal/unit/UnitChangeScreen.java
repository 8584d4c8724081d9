package io.fairlead.shell.internal.unit;

import io.fairlead.api.Printable;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.api.systemd.VfUnitChange;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was done to a PF's unit.
 *
 * @param change as the service tells it
 * @param removal whether it was to go
 */
record UnitChangeScreen(VfUnitChange change, boolean removal) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(first());
        change.written().forEach(file -> lines.add("  %s %s".formatted(removal ? "gone or restored:" : "written:",
                Printable.of(file))));
        change.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    private String first() {
        VfUnit after = change.after();
        String pf = Printable.of(change.pf());
        if (removal) {
            return change.written().isEmpty()
                    ? "%s: no unit of ours, nothing changed".formatted(pf)
                    : "%s: %s is gone; its VFs stay as they are".formatted(pf, Printable.of(after.name()));
        }
        String last = after.journal().isEmpty() ? "" : ": " + Printable.of(after.journal().getLast());
        return "%s: %s is %s%s%s".formatted(pf, Printable.of(after.name()), UnitScreen.state(after),
                change.written().isEmpty() ? ", nothing written" : "", last);
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("written", change.written());
        shape.put("after", UnitJson.of(change.after()));
        shape.put("notes", change.notes());
        return shape;
    }
}
