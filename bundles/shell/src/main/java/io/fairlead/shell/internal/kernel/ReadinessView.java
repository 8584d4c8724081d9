package io.fairlead.shell.internal.kernel;

import io.fairlead.api.kernel.Readiness;
import io.fairlead.api.kernel.Readiness.Verdict;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a host is ready, as a table.
 *
 * @param found what was found
 */
record ReadinessView(Readiness found) implements Shown {

    /** The subjects that stand in the way, for a sentence. */
    static String open(Readiness found) {
        List<String> subjects = found.lines().stream()
                .filter(line -> line.needed() && line.verdict() != Verdict.MET).map(Readiness.Line::subject).toList();
        return "see what to do about %s".formatted(String.join(", ", subjects));
    }

    @Override
    public String text() {
        Table table = new Table("WHAT", "STATE", "NEEDED", "FOUND");
        found.lines().forEach(line -> table.row(line.subject(), word(line.verdict()), line.needed() ? "yes" : "no",
                line.text()));
        return table.toString();
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("ready", found.ready());
        shape.put("lines", found.lines().stream().map(ReadinessView::line).toList());
        return shape;
    }

    private static Map<String, Object> line(Readiness.Line line) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("subject", line.subject());
        shape.put("verdict", line.verdict().name().toLowerCase(Locale.ROOT));
        shape.put("needed", line.needed());
        shape.put("text", line.text());
        return shape;
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case NOT_MET -> "not met";
            case CANNOT_TELL -> "cannot tell";
        };
    }
}
