package io.fairlead.shell.internal.host;

import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Difference;
import io.fairlead.shell.internal.view.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What two documents declare differently.
 *
 * @param differences as the service tells them
 */
record DiffScreen(List<Difference> differences) implements Shown {

    private static final String NOTHING = "nothing";

    @Override
    public String text() {
        return differences.isEmpty()
                ? "No difference: both declare the same."
                : differences.stream()
                        .map(difference -> Printable.of("%s: %s → %s".formatted(difference.pointer(),
                                difference.before().orElse(NOTHING), difference.after().orElse(NOTHING))))
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public Object json() {
        return differences.stream().map(DiffScreen::shape).toList();
    }

    private static Map<String, Object> shape(Difference difference) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pointer", difference.pointer());
        shape.put("before", difference.before().orElse(null));
        shape.put("after", difference.after().orElse(null));
        return shape;
    }
}
