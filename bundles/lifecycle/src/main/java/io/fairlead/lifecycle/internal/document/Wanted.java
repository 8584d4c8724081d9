package io.fairlead.lifecycle.internal.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a schema wants, for a message. */
final class Wanted {

    private static final int MOST_WORDS = 8;

    private final HostSchema schema;

    Wanted(HostSchema schema) {
        this.schema = schema;
    }

    /** {@code a whole number from 0 to 7}; empty where it cannot be said. */
    String of(Map<String, Object> of) {
        if (!words(of).isEmpty()) {
            return Words.or(words(of));
        }
        List<Map<String, Object>> branches = branches(of);
        if (!branches.isEmpty()) {
            return Words.or(branches.stream().map(this::of).filter(phrase -> !phrase.isEmpty()).distinct().toList());
        }
        return Words.or(types(of).stream().map(type -> phrase(type, of)).toList());
    }

    /** The kinds of values, by JSON Schema's names. */
    List<String> types(Map<String, Object> of) {
        List<Map<String, Object>> branches = branches(of);
        if (!branches.isEmpty()) {
            return branches.stream().flatMap(branch -> types(branch).stream()).distinct().toList();
        }
        return switch (of.get("type")) {
            case String type -> List.of(type);
            case List<?> types -> types.stream().map(String.class::cast).toList();
            case null, default -> List.of();
        };
    }

    /** The words that it knows. */
    List<String> words(Map<String, Object> of) {
        return Stream.concat(of.containsKey("const") ? Stream.of(of.get("const")) : Stream.empty(),
                of.get("enum") instanceof List<?> words ? words.stream() : Stream.empty()).map(Objects::toString)
                .toList();
    }

    /** The words that it or one of its branches knows. */
    List<String> allWords(Map<String, Object> of) {
        return Stream.concat(words(of).stream(), branches(of).stream().flatMap(branch -> words(branch).stream()))
                .toList();
    }

    /** The keys of the mapping that it is. */
    List<String> keys(Map<String, Object> of) {
        return of.get("properties") instanceof Map<?, ?> properties
                ? properties.keySet().stream().map(String.class::cast).toList()
                : List.of();
    }

    /** {@code : the MAC address, like 52:54:00:11:22:33}, as far as the schema says it; begins with a colon. */
    String explained(Map<String, Object> of) {
        String description = of.get("description") instanceof String text ? firstSentence(text) : "";
        String like = like(of);
        if (description.isEmpty()) {
            return like.isEmpty() ? "" : ": it has to be" + like;
        }
        return ": " + description + (like.isEmpty() ? "" : "," + like);
    }

    private static String like(Map<String, Object> of) {
        return of.get("examples") instanceof List<?> examples && !examples.isEmpty()
                ? " like " + Words.or(examples.stream().map(Objects::toString).toList())
                : "";
    }

    private List<Map<String, Object>> branches(Map<String, Object> of) {
        return Stream.of("oneOf", "anyOf").map(of::get).filter(List.class::isInstance).findFirst()
                .map(branches -> (List<?>) branches).orElse(List.of()).stream().map(schema::resolved).toList();
    }

    private String phrase(String type, Map<String, Object> of) {
        return switch (type) {
            case "integer" -> "a whole number" + range(of);
            case "number" -> "a number" + range(of);
            case "boolean" -> "true or false";
            case "string" -> "text" + like(of);
            case "array" -> "a list";
            case "object" -> mapping(of);
            default -> "empty";
        };
    }

    private static String range(Map<String, Object> of) {
        Object least = of.get("minimum");
        Object most = of.get("maximum");
        if (least != null && most != null) {
            return " from %s to %s".formatted(least, most);
        }
        return least != null ? " of %s or more".formatted(least) : most != null ? " of at most %s".formatted(most) : "";
    }

    private String mapping(Map<String, Object> of) {
        List<String> keys = new ArrayList<>(keys(of));
        if (keys.isEmpty()) {
            return "a mapping";
        }
        if (keys.size() > MOST_WORDS) {
            return "a mapping of %s and others".formatted(String.join(", ", keys.subList(0, MOST_WORDS)));
        }
        return "a mapping of " + Words.and(keys);
    }

    /** Begins with a small letter, when it begins with a word that has no other capitals. */
    private static String firstSentence(String description) {
        String sentence = description.split("\\.(\\s|$)", 2)[0];
        return sentence.matches("\\p{Lu}\\p{Ll}*\\b.*")
                ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1)
                : sentence;
    }
}
