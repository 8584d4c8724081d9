package io.fairlead.lifecycle.internal.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document's values with their places. */
public sealed interface Tree {

    /** Where the value begins. */
    Place place();

    /** How many values there are, this one included. */
    int size();

    /** As plain data: String, Long, Boolean, List, Map with keys in the document's order, BigDecimal, BigInteger, null. */
    Object plain();

    /**
     * A single value.
     *
     * @param value String, Long, Boolean, BigInteger, BigDecimal, or null
     * @param text as it is written, without quotes
     * @param quoted whether in quotes, or as a block of text
     */
    record Scalar(Place place, Object value, String text, boolean quoted) implements Tree {

        @Override
        public int size() {
            return 1;
        }

        @Override
        public Object plain() {
            return value;
        }
    }

    /** A list. */
    record Items(Place place, List<Tree> items, int size) implements Tree {

        @Override
        public List<Object> plain() {
            List<Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /** A mapping; a key is text, however it is written. */
    record Entries(Place place, Map<String, Entry> entries, int size) implements Tree {

        @Override
        public Map<String, Object> plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
            return plain;
        }

        /** The value of a key, where there is one that is not null. */
        public Optional<Tree> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value)
                    .filter(value -> !(value instanceof Scalar scalar && scalar.value() == null));
        }
    }

    /**
     * An entry of a mapping.
     *
     * @param key where the key stands
     */
    record Entry(Place key, Tree value) {
    }

    /** The value at a JSON pointer. */
    default Optional<Tree> at(String pointer) {
        Tree tree = this;
        for (String word : Pointer.words(pointer)) {
            Tree next = child(tree, word);
            if (next == null) {
                return Optional.empty();
            }
            tree = next;
        }
        return Optional.of(tree);
    }

    /** Where the key of a JSON pointer stands, or the entry of a list; of what is not there, that of the nearest above. */
    default Place keyPlace(String pointer) {
        Tree tree = this;
        Place place = place();
        for (String word : Pointer.words(pointer)) {
            Tree next = child(tree, word);
            if (next == null) {
                break;
            }
            place = tree instanceof Entries mapping ? mapping.entries().get(word).key() : next.place();
            tree = next;
        }
        return place;
    }

    private static Tree child(Tree tree, String word) {
        return switch (tree) {
            case Entries mapping -> mapping.entries().containsKey(word) ? mapping.entries().get(word).value() : null;
            case Items list -> {
                int index = Pointer.index(word);
                yield index >= 0 && index < list.items().size() ? list.items().get(index) : null;
            }
            case Scalar _ -> null;
        };
    }
}
