package io.fairlead.shell.internal.kernel;

import io.fairlead.api.Printable;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a change of arguments did, in a line or two.
 *
 * @param change what was done
 */
record ArgumentChangeView(ArgumentChange change) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        String arguments = String.join(" ", change.arguments());
        String at = change.present() ? "at the next boot" : "gone from the next boot";
        String readBack = change.generated().isEmpty() ? "" : ", read back in " + change.generated();
        lines.add(Printable.of(change.written()
                ? "%s: %s, by %s%s".formatted(arguments, at, change.file(), readBack)
                : "%s: %s already, nothing written".formatted(arguments, at)));
        if (change.rebootNeeded()) {
            lines.add("  the running kernel is unchanged: reboot");
        }
        change.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("arguments", change.arguments());
        shape.put("present", change.present());
        shape.put("written", change.written());
        shape.put("file", change.file());
        shape.put("generated", change.generated().isEmpty() ? null : change.generated());
        shape.put("rebootNeeded", change.rebootNeeded());
        shape.put("notes", change.notes());
        return shape;
    }
}
