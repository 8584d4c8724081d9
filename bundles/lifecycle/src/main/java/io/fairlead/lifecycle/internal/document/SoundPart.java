package io.fairlead.lifecycle.internal.document;

import dev.harrel.jsonschema.Error;
import io.fairlead.api.resource.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A document without what its schema refuses, so that what is left of it can be checked in the same go. */
final class SoundPart {

    private final Map<String, Object> document;
    private final List<Problem> problems;
    private final Set<String> removed = new LinkedHashSet<>();

    /**
     * Takes away from a document what has problems, and what has to have that.
     *
     * @param document is changed
     */
    SoundPart(HostSchema schema, Map<String, Object> document, List<Problem> problems) {
        this.document = document;
        this.problems = List.copyOf(problems);
        List<String> wrong = problems.stream().map(Problem::pointer).toList();
        while (!wrong.isEmpty()) {
            wrong.forEach(this::remove);
            wrong = schema.errors(document).stream().map(Error::getInstanceLocation).toList();
        }
    }

    Map<String, Object> document() {
        return document;
    }

    /** An entry of a list goes with its list: the others would have other indexes. */
    private void remove(String pointer) {
        if (pointer.isEmpty()) {
            document.clear();
            return;
        }
        String above = Pointer.parent(pointer);
        switch (at(above)) {
            case Map<?, ?> map -> {
                map.remove(Pointer.last(pointer));
                removed.add(pointer);
            }
            case List<?> _ -> remove(above);
            case null, default -> {
            }
        }
    }

    private Object at(String pointer) {
        Object value = document;
        for (String word : Pointer.words(pointer)) {
            value = switch (value) {
                case Map<?, ?> map -> map.get(word);
                case List<?> list -> Pointer.index(word) < list.size() ? list.get(Pointer.index(word)) : null;
                case null, default -> null;
            };
        }
        return value;
    }

    /** Whether a problem that is found in the sound part is one of the whole too. */
    boolean holds(Problem found) {
        String section = section(found.pointer());
        return problems.stream().noneMatch(problem -> beside(problem.pointer(), found.pointer()))
                && removed.stream().noneMatch(pointer -> Pointer.within(found.pointer(), pointer))
                // What sections say of each other, they say by what stands right below the section.
                && removed.stream().filter(pointer -> Pointer.words(pointer).size() <= 2).map(SoundPart::section)
                        .allMatch(other -> other.equals(section) || Settings.KEYS.contains(other));
    }

    private static boolean beside(String problem, String found) {
        String above = Pointer.parent(problem);
        return !above.isEmpty() && Pointer.within(found, above);
    }

    private static String section(String pointer) {
        return Pointer.words(pointer).getFirst();
    }
}
