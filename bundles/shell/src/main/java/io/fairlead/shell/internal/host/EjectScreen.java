package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * What stays on a host that was let go of.
 *
 * @param outcome as the service tells it
 */
record EjectScreen(Outcome outcome) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(outcome.made().isEmpty()
                ? "Fairlead has let go of this host, and leaves nothing on it."
                : "Fairlead has let go of this host. These files stay and work without it:");
        Texts.add(lines, "  ", outcome.made());
        Texts.add(lines, "", outcome.notes());
        return String.join("\n", lines);
    }

    @Override
    public Object json() {
        return new OutcomeScreen(outcome).json();
    }
}
