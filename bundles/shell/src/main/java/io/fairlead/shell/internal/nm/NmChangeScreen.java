package io.fairlead.shell.internal.nm;

import io.fairlead.api.Printable;
import io.fairlead.api.networkmanager.NmChange;
import io.fairlead.api.networkmanager.NmDevice;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was changed for the VFs of a PF.
 *
 * @param change as the service tells it
 */
record NmChangeScreen(NmChange change) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("%s: %s%s".formatted(Printable.of(change.pf()), functions(),
                change.written().isEmpty() ? ", nothing written" : ""));
        change.written().forEach(file -> lines.add("  written or taken away: " + Printable.of(file)));
        change.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    private String functions() {
        if (change.functions().isEmpty()) {
            return "none of its VFs has an interface that NetworkManager knows";
        }
        long managed = change.functions().stream().filter(NmDevice::managed).count();
        int all = change.functions().size();
        return managed == 0
                ? "NetworkManager leaves all %d of its VFs' interfaces alone".formatted(all)
                : "NetworkManager manages %d of its VFs' %d interfaces".formatted(managed, all);
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", change.pf());
        shape.put("written", change.written());
        shape.put("functions", change.functions().stream().map(NmScreen::device).toList());
        shape.put("notes", change.notes());
        return shape;
    }
}
