package io.fairlead.lifecycle.internal.document;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import dev.harrel.jsonschema.internal.AbstractJsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plain data for the schema validator. */
final class PlainNode extends AbstractJsonNode<Object> {

    private PlainNode(Object value, String pointer) {
        super(value, pointer);
    }

    @Override
    protected List<JsonNode> createArray() {
        List<JsonNode> items = new ArrayList<>();
        ((List<?>) node).forEach(item -> items.add(new PlainNode(item, jsonPointer + "/" + items.size())));
        return items;
    }

    @Override
    protected Map<String, JsonNode> createObject() {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        ((Map<?, ?>) node).forEach(
                (key, value) -> entries.put((String) key,
                        new PlainNode(value, Pointer.child(jsonPointer, (String) key))));
        return entries;
    }

    /** Called by the constructor above; it has to leave there what the value is compared by. */
    @Override
    protected SimpleType computeNodeType(Object value) {
        rawNode = switch (value) {
            case List<?> _ -> null;
            case Map<?, ?> _ -> null;
            case Integer number -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case Double number -> BigDecimal.valueOf(number);
            case BigInteger number -> new BigDecimal(number);
            case null, default -> value;
        };
        return switch (value) {
            case null -> SimpleType.NULL;
            case String _ -> SimpleType.STRING;
            case Boolean _ -> SimpleType.BOOLEAN;
            case Integer _,Long _,BigInteger _ -> SimpleType.INTEGER;
            case Number _ -> SimpleType.NUMBER;
            case List<?> _ -> SimpleType.ARRAY;
            case Map<?, ?> _ -> SimpleType.OBJECT;
            default -> throw new IllegalArgumentException("no plain data: " + value.getClass());
        };
    }

    /** Makes nodes of plain data, and of JSON. */
    static final class Factory implements JsonNodeFactory {

        @Override
        public JsonNode wrap(Object value) {
            return value instanceof JsonNode done ? done : new PlainNode(value, "");
        }

        @Override
        public JsonNode create(String json) {
            try {
                return wrap(JSON.std.anyFrom(json));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
