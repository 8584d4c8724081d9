package io.fairlead.lifecycle.internal.document;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What was probably meant by a value of the wrong kind. */
final class Hint {

    private static final Set<String> YES = Set.of("on", "yes", "y", "enabled", "enable");
    private static final Set<String> NO = Set.of("off", "no", "n", "disabled", "disable");

    private final Wanted wanted;

    Hint(Wanted wanted) {
        this.wanted = wanted;
    }

    /** Begins with a colon; empty where nothing can be guessed. */
    String of(Tree tree, Map<String, Object> schema) {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.value() == null) {
            return "";
        }
        return word(scalar, schema).or(() -> byType(scalar, schema)).map(": "::concat).orElse("");
    }

    private Optional<String> byType(Tree.Scalar scalar, Map<String, Object> schema) {
        for (String type : wanted.types(schema)) {
            Optional<String> hint = switch (type) {
                case "boolean" -> truth(scalar);
                case "integer" -> number(scalar);
                case "string" -> text(scalar, schema);
                case "array" -> list(scalar);
                default -> Optional.empty();
            };
            if (hint.isPresent()) {
                return hint;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(Tree.Scalar scalar, Map<String, Object> schema) {
        boolean fits = !(schema.get("pattern") instanceof String pattern)
                || Pattern.compile(pattern).matcher(scalar.text()).find();
        return fits ? Optional.of("put it in quotes") : Optional.empty();
    }

    private static Optional<String> list(Tree.Scalar scalar) {
        return scalar.value() instanceof String text
                ? Optional.of("write [%s]".formatted(Words.shown(text.strip().replaceAll(",?\\s+", ", "))))
                : Optional.empty();
    }

    private Optional<String> word(Tree.Scalar scalar, Map<String, Object> schema) {
        return Words.nearest(scalar.text(), wanted.allWords(schema)).map("did you mean %s?"::formatted);
    }

    private static Optional<String> truth(Tree.Scalar scalar) {
        String text = scalar.text().toLowerCase(Locale.ROOT);
        if (scalar.quoted() && Set.of("true", "false").contains(text)) {
            return Optional.of("leave the quotes away");
        }
        if (YES.contains(text) || text.equals("1")) {
            return Optional.of("did you mean true?");
        }
        if (NO.contains(text) || text.equals("0")) {
            return Optional.of("did you mean false?");
        }
        return Words.nearest(text, List.of("true", "false")).map("did you mean %s?"::formatted);
    }

    private static Optional<String> number(Tree.Scalar scalar) {
        String text = scalar.text();
        if (scalar.value() instanceof String && text.matches("[0-9]{1,18}")) {
            return Optional.of("leave the quotes away");
        }
        String digits = text.replaceAll("[_, ]", "");
        return scalar.value() instanceof String && digits.matches("[0-9]{1,18}")
                ? Optional.of("did you mean %s?".formatted(digits))
                : Optional.empty();
    }
}
