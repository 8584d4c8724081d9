package io.fairlead.shell.internal.host;

import io.fairlead.api.Printable;
import io.fairlead.api.resource.ResourceChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A resource's values, plain data, in short words. */
final class ValueText {

    /** What goes beyond is for {@code --json}. */
    private static final int MOST_LINES = 8;
    private static final String NONE = "none";

    private ValueText() {
    }

    /**
     * What differs, a line for each: {@code virtualFunctions 0 → 7}. A value before may hold more than the one after, to be
     * complete for the way back: that is not told.
     */
    static List<String> of(ResourceChange change) {
        if (change.after().isEmpty()) {
            return cut("goes away; it was ", flat(change.before()));
        }
        if (change.before().isEmpty()) {
            return cut("is made: ", flat(change.after()));
        }
        Map<String, String> before = flat(change.before());
        List<String> lines = new ArrayList<>();
        flat(change.after()).forEach((name, value) -> {
            String was = before.getOrDefault(name, NONE);
            if (!was.equals(value)) {
                lines.add("%s %s → %s".formatted(name, was, value));
            }
        });
        if (lines.size() > MOST_LINES) {
            int more = lines.size() - MOST_LINES + 1;
            lines.subList(MOST_LINES - 1, lines.size()).clear();
            lines.add("and %d more (--json tells all)".formatted(more));
        }
        return lines;
    }

    private static List<String> cut(String label, Map<String, String> values) {
        String text = values.entrySet().stream().limit(MOST_LINES)
                .map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
        return List.of(label + text
                + (values.size() > MOST_LINES ? ", and %d more".formatted(values.size() - MOST_LINES) : ""));
    }

    /** Nested names with a slash between, {@code functions/0/mac}. */
    private static Map<String, String> flat(Map<String, Object> values) {
        Map<String, String> flat = new LinkedHashMap<>();
        values.forEach((name, value) -> flatten(name, value, flat));
        return flat;
    }

    private static void flatten(String name, Object value, Map<String, String> into) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, inner) -> flatten(name + "/" + key, inner, into));
        } else {
            into.put(Printable.of(name), Printable.of(text(value)));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> NONE;
            case List<?> list when list.isEmpty() -> NONE;
            case List<?> list -> list.stream().map(ValueText::text).collect(Collectors.joining(" "));
            default -> String.valueOf(value);
        };
    }
}
