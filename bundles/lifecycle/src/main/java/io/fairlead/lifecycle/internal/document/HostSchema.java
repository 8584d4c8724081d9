package io.fairlead.lifecycle.internal.document;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import io.fairlead.api.resource.ResourceProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The schema of the whole document: the manager's own settings, and each provider's section. */
final class HostSchema {

    private static final String BASE = "host.schema.json";
    private static final String PROPERTIES = "properties";

    private final Map<String, Object> root;
    private final List<String> waiting = new ArrayList<>();
    private final Validator validator;
    private final URI uri;

    HostSchema(List<ResourceProvider> providers) {
        root = base();
        Map<String, Object> sections = child(root, PROPERTIES);
        waiting.addAll(sections.keySet());
        waiting.removeAll(Settings.KEYS);
        for (ResourceProvider provider : providers) {
            sections.put(provider.section(), section(provider));
            waiting.remove(provider.section());
        }
        // What the sentences are made of: the offending key, or what is missing.
        validator = new ValidatorFactory().withJsonNodeFactory(new PlainNode.Factory())
                .withMessageProvider((key, arguments) -> arguments.length == 0 ? "" : told(arguments[0]))
                .createValidator();
        uri = validator.registerSchema((Object) root);
    }

    private static String told(Object argument) {
        return argument instanceof Iterable<?> many ? String.join("\n", strings(many)) : String.valueOf(argument);
    }

    private static List<String> strings(Iterable<?> many) {
        List<String> strings = new ArrayList<>();
        many.forEach(one -> strings.add(String.valueOf(one)));
        return strings;
    }

    private static Map<String, Object> base() {
        try (InputStream stream = HostSchema.class.getResourceAsStream(BASE)) {
            return JSON.std.mapFrom(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> section(ResourceProvider provider) {
        try {
            Map<String, Object> section = JSON.std.mapFrom(provider.schema());
            section.remove("$schema");
            section.remove("$id");
            return moved(section, Pointer.child("#/" + PROPERTIES, provider.section()));
        } catch (IOException e) {
            throw new UncheckedIOException("the schema of the section %s is no JSON".formatted(provider.section()), e);
        }
    }

    /** A schema whose references hold where it is put. */
    @SuppressWarnings("unchecked") // JSON objects have strings for keys
    private static <T> T moved(T schema, String place) {
        return switch (schema) {
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put((String) key,
                        key.equals("$ref") && value instanceof String reference && reference.startsWith("#")
                                ? place + reference.substring(1)
                                : moved(value, place)));
                yield (T) copy;
            }
            case List<?> list -> (T) list.stream().map(item -> moved(item, place)).collect(Collectors.toList());
            default -> schema;
        };
    }

    /** The well-known sections that no provider is there for. */
    List<String> waiting() {
        return waiting;
    }

    String json() {
        try {
            return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(root) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Error> errors(Object document) {
        return validator.validate(uri, document).getErrors();
    }

    /** The schema that an evaluation path leads to (JSON Schema 2020-12 core, 12.3.1): through its references. */
    Map<String, Object> at(String evaluationPath) {
        Object schema = root;
        for (String word : Pointer.words(evaluationPath)) {
            schema = word.equals("$ref") ? resolved(schema) : step(schema, word);
        }
        return asSchema(schema);
    }

    /** The schema, or what it refers to. */
    Map<String, Object> resolved(Object schema) {
        Map<String, Object> map = asSchema(schema);
        while (map.get("$ref") instanceof String reference) {
            Map<String, Object> beside = new HashMap<>(map);
            beside.remove("$ref");
            Map<String, Object> target = new LinkedHashMap<>(at(reference.substring(1)));
            target.putAll(beside);
            map = target;
        }
        return map;
    }

    private static Object step(Object schema, String word) {
        return schema instanceof List<?> list ? list.get(Pointer.index(word)) : asSchema(schema).get(word);
    }

    @SuppressWarnings("unchecked") // JSON objects have strings for keys
    private static Map<String, Object> asSchema(Object schema) {
        return schema instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> child(Map<String, Object> map, String key) {
        return (Map<String, Object>) map.get(key);
    }
}
