package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolChange;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was done to a pool.
 *
 * @param change as the service tells it
 */
record PoolChangeScreen(PoolChange change) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(first());
        change.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    private String first() {
        String pf = Printable.of(change.pf());
        if (change.after().isEmpty() && !change.happened()) {
            return "%s: no pool of Fairlead's, nothing changed".formatted(pf);
        }
        String pool = "%s: pool %s".formatted(pf, Printable.of(change.name()));
        String state = change.after().map(PoolChangeScreen::state).orElse("gone");
        return "%s %s%s".formatted(pool, change.happened() ? "" : "already ", state);
    }

    private static String state(Pool pool) {
        return pool.active()
                ? "started with %d VFs%s".formatted(pool.functions().size(),
                        pool.kept() ? ", also after the next boot" : ", until the next boot")
                : "stopped";
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("name", change.name());
        shape.put("happened", change.happened());
        shape.put("after", change.after().map(PoolScreen::shape).orElse(null));
        shape.put("notes", change.notes());
        return shape;
    }
}
