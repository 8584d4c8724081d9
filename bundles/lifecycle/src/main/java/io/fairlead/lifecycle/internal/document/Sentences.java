package io.fairlead.lifecycle.internal.document;

import dev.harrel.jsonschema.Error;
import io.fairlead.api.resource.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the validator finds, said to a person. */
final class Sentences {

    private static final Set<String> CHOICES = Set.of("oneOf", "anyOf");
    /** These say that a value is not of a branch's sort at all. */
    private static final Set<String> OTHER_SORT = Set.of("type", "const", "enum");

    private final HostSchema schema;
    private final Tree document;
    private final Wanted wanted;
    private final List<Problem> problems = new ArrayList<>();

    private Sentences(HostSchema schema, Tree document) {
        this.schema = schema;
        this.document = document;
        this.wanted = new Wanted(schema);
    }

    static List<Problem> of(HostSchema schema, Tree document) {
        Sentences sentences = new Sentences(schema, document);
        sentences.all(schema.errors(document.plain()));
        return sentences.problems;
    }

    private void all(List<Error> errors) {
        List<Error> choices = errors.stream().filter(error -> CHOICES.contains(keyword(error))).toList();
        List<Error> outermost = choices.stream()
                .filter(error -> choices.stream().noneMatch(other -> inside(error, other))).toList();
        errors.stream().filter(error -> !CHOICES.contains(keyword(error)))
                .filter(error -> outermost.stream().noneMatch(choice -> inside(error, choice)))
                // What only says that something within is wrong.
                .filter(error -> errors.stream().noneMatch(other -> inside(other, error))).forEach(this::one);
        outermost.forEach(choice -> choice(choice, errors.stream().filter(error -> inside(error, choice)).toList()));
    }

    private static boolean inside(Error error, Error outer) {
        return error.getEvaluationPath().startsWith(outer.getEvaluationPath() + "/");
    }

    private static String keyword(Error error) {
        return Pointer.last(error.getEvaluationPath());
    }

    /** A value that fits no branch: it is told by the one branch that is of its sort, else by what all of them want. */
    private void choice(Error choice, List<Error> within) {
        Map<String, List<Error>> branches = new TreeMap<>();
        int depth = Pointer.words(choice.getEvaluationPath()).size();
        within.forEach(error -> branches
                .computeIfAbsent(Pointer.words(error.getEvaluationPath()).get(depth), _ -> new ArrayList<>())
                .add(error));
        List<List<Error>> fitting = branches.values().stream()
                .filter(errors -> errors.stream()
                        .noneMatch(error -> error.getInstanceLocation().equals(choice.getInstanceLocation())
                                && OTHER_SORT.contains(keyword(error))))
                .toList();
        if (fitting.size() == 1) {
            all(fitting.getFirst());
        } else {
            value(choice, ofError(choice));
        }
    }

    private Map<String, Object> ofError(Error error) {
        return schema.resolved(schema.at(Pointer.parent(error.getEvaluationPath())));
    }

    private void one(Error error) {
        Map<String, Object> of = ofError(error);
        String pointer = error.getInstanceLocation();
        switch (keyword(error)) {
            case "additionalProperties", "unevaluatedProperties" -> key(pointer, unknown(pointer, of));
            case "required" -> required(error, of);
            case "uniqueItems" -> twice(pointer, error.getError());
            case "minItems", "minProperties" -> value(pointer, amount(pointer, "at least", of.get(keyword(error))));
            case "maxItems", "maxProperties" -> value(pointer, amount(pointer, "at most", of.get(keyword(error))));
            case "minLength", "maxLength", "pattern", "format" -> form(error, of);
            default -> value(error, of);
        }
    }

    /** A key that is missing because it is misspelt is told by the misspelt one. */
    private void required(Error error, Map<String, Object> of) {
        String pointer = error.getInstanceLocation();
        List<String> known = wanted.keys(of);
        Set<String> given = document.at(pointer).map(Sentences::keys).orElse(Set.of());
        List<String> missing = error.getError().lines()
                .filter(key -> given.stream().filter(word -> !known.contains(word))
                        .noneMatch(word -> Words.nearest(word, known).filter(key::equals).isPresent()))
                .toList();
        if (!missing.isEmpty()) {
            key(pointer, "%s needs %s".formatted(subject(pointer), Words.and(missing)));
        }
    }

    private static Set<String> keys(Tree tree) {
        return tree instanceof Tree.Entries mapping ? mapping.entries().keySet() : Set.of();
    }

    private String unknown(String pointer, Map<String, Object> of) {
        String key = Pointer.last(pointer);
        List<String> known = wanted.keys(of);
        String shown = Words.key(key);
        Optional<String> nearest = Words.nearest(key, known);
        if (nearest.isPresent()) {
            return "%s is not known here: did you mean %s?".formatted(shown, nearest.get());
        }
        if (!known.isEmpty()) {
            return "%s is not known here: there %s %s".formatted(shown, known.size() == 1 ? "is" : "are",
                    Words.and(known));
        }
        return "%s cannot be a key here%s".formatted(shown, wanted.explained(of));
    }

    private void twice(String pointer, String index) {
        String item = Pointer.child(pointer, index);
        value(item, "%s is here twice".formatted(document.at(item).map(Given::shown).orElse("this")));
    }

    private String amount(String pointer, String bound, Object number) {
        boolean list = document.at(pointer).filter(Tree.Items.class::isInstance).isPresent();
        String noun = list ? "entr" : "key";
        return "%s has to have %s %s %s".formatted(subject(pointer), bound, number,
                list ? noun + (number.equals(1) ? "y" : "ies") : noun + (number.equals(1) ? "" : "s"));
    }

    private void form(Error error, Map<String, Object> of) {
        String pointer = error.getInstanceLocation();
        if (error.getEvaluationPath().contains("/propertyNames/")) {
            key(Pointer.child(pointer, error.getError()), "%s cannot be a key of %s%s".formatted(
                    Words.key(error.getError()), subject(pointer), wanted.explained(of)));
            return;
        }
        value(pointer, switch (keyword(error)) {
            case "maxLength" ->
                "%s is longer than %s characters%s".formatted(subject(pointer), of.get("maxLength"),
                        wanted.explained(of));
            case "minLength" -> "%s is %s%s".formatted(subject(pointer),
                    error.getError().isEmpty() ? "empty" : "too short", wanted.explained(of));
            default -> "%s cannot be %s%s".formatted(subject(pointer),
                    document.at(pointer).map(Given::shown).orElse("so"), wanted.explained(of));
        });
    }

    private void value(Error error, Map<String, Object> of) {
        String pointer = error.getInstanceLocation();
        Optional<Tree> tree = document.at(pointer);
        String what = wanted.of(of);
        value(pointer, what.isEmpty() || tree.isEmpty()
                ? "%s cannot be so%s".formatted(subject(pointer), wanted.explained(of))
                : "%s has to be %s, and %s%s".formatted(subject(pointer), what, Given.is(tree.get()),
                        new Hint(wanted).of(tree.get(), of)));
    }

    private void value(String pointer, String message) {
        problems.add(new Problem(pointer, false, message));
    }

    private void key(String pointer, String message) {
        problems.add(new Problem(pointer, true, message));
    }

    private String subject(String pointer) {
        if (pointer.isEmpty()) {
            return "the document";
        }
        String above = Pointer.parent(pointer);
        String last = Pointer.last(pointer);
        return document.at(above).filter(Tree.Items.class::isInstance).isPresent()
                ? "entry %d of %s".formatted(Pointer.index(last) + 1, subject(above))
                : Words.key(last);
    }
}
