package io.fairlead.lifecycle.internal.document;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.lifecycle.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What two pieces of plain data have differently, by the smallest values that differ; a list is one value. */
public final class Differences {

    private final List<Difference> differences = new ArrayList<>();

    private Differences() {
    }

    /** In the order of the second; what only the first has comes after its neighbours. */
    public static List<Difference> between(Map<String, Object> before, Map<String, Object> after) {
        Differences differences = new Differences();
        differences.within("", before, after);
        return differences.differences;
    }

    private void within(String pointer, Map<?, ?> before, Map<?, ?> after) {
        Set<Object> keys = new LinkedHashSet<>(after.keySet());
        keys.addAll(before.keySet());
        for (Object key : keys) {
            String place = Pointer.child(pointer, (String) key);
            if (before.get(key) instanceof Map<?, ?> a && after.get(key) instanceof Map<?, ?> b) {
                within(place, a, b);
            } else if (!Objects.equals(before.get(key), after.get(key))) {
                differences.add(new Difference(place, json(before, key), json(after, key)));
            }
        }
    }

    private static Optional<String> json(Map<?, ?> map, Object key) {
        if (!map.containsKey(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.std.asString(map.get(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
