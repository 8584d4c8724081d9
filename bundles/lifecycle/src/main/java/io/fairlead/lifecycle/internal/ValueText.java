package io.fairlead.lifecycle.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How two values of a resource differ, in one phrase: {@code vfs is 4 and not 7, functions 3 trust is off and not on}. A value
 * that was read has more than one that is wanted: what a provider found wrong, as in {@code active is off}, which is told,
 * and what it needs to put it back, as texts of files, which is not.
 */
final class ValueText {

    private static final int MOST = 4;

    private final List<String> differences = new ArrayList<>();

    private ValueText() {
    }

    /** What there is, and what there should be. */
    static String difference(Map<String, Object> is, Map<String, Object> should) {
        if (is.isEmpty()) {
            return "it is not there";
        }
        if (should.isEmpty()) {
            return "it is there and should not be";
        }
        ValueText text = new ValueText();
        text.compare("", is, should);
        is.forEach((key, value) -> {
            if (!should.containsKey(key) && isFinding(value)) {
                text.differences.add("%s is %s".formatted(key, word(value)));
            }
        });
        if (text.differences.isEmpty()) {
            return "it was changed";
        }
        int more = text.differences.size() - MOST;
        String first = String.join(", ", text.differences.subList(0, Math.min(MOST, text.differences.size())));
        return more > 0 ? "%s, and %d more".formatted(first, more) : first;
    }

    private void compare(String at, Object is, Object should) {
        if (is instanceof Map<?, ?> one && should instanceof Map<?, ?> other) {
            Set<Object> keys = new LinkedHashSet<>(other.keySet());
            if (!at.isEmpty()) {
                keys.addAll(one.keySet());
            }
            keys.forEach(key -> compare(at.isEmpty() ? key.toString() : at + " " + key, one.get(key), other.get(key)));
        } else if (!Objects.equals(is, should)) {
            differences.add(should == null
                    ? "%s is %s".formatted(at, word(is))
                    : "%s is %s and not %s".formatted(at, word(is), word(should)));
        }
    }

    private static boolean isFinding(Object value) {
        return Boolean.FALSE.equals(value) || (value instanceof List<?> list && !list.isEmpty());
    }

    private static String word(Object value) {
        return switch (value) {
            case null -> "not set";
            case Boolean on -> on ? "on" : "off";
            case List<?> list -> list.stream().map(ValueText::word).toList().toString();
            default -> value.toString();
        };
    }
}
