package io.fairlead.lifecycle.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plain data as JSON and back: what is read is equal to what was written, whatever width its numbers have. */
final class PlainData {

    private static final JSON JSON_TEXT = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT)
            .with(JSON.Feature.PRESERVE_FIELD_ORDERING);

    private PlainData() {
    }

    static byte[] write(Map<String, Object> data) {
        return (text(data) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String text(Object data) {
        try {
            return JSON_TEXT.asString(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a mapping.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Map<String, Object> read(String json) {
        try {
            return object(normal(JSON.std.anyFrom(json)));
        } catch (IOException | ClassCastException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked") // JSON has no keys but strings
    static Map<String, Object> object(Object data) {
        return (Map<String, Object>) data;
    }

    static List<Map<String, Object>> objects(Object data) {
        return ((List<?>) data).stream().map(PlainData::object).toList();
    }

    static List<String> strings(Object data) {
        return ((List<?>) data).stream().map(String.class::cast).toList();
    }

    private static Object normal(Object data) {
        return switch (data) {
            case Map<?, ?> map -> {
                Map<String, Object> normal = new LinkedHashMap<>();
                map.forEach((key, value) -> normal.put((String) key, normal(value)));
                yield normal;
            }
            case List<?> list -> list.stream().map(PlainData::normal).toList();
            case Number number -> number.longValue();
            case null -> throw new IllegalArgumentException("null");
            default -> data;
        };
    }
}
