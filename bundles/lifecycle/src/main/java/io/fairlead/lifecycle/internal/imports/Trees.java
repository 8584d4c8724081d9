package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.Printable;
import io.fairlead.lifecycle.internal.document.Place;
import io.fairlead.lifecycle.internal.document.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Ways through YAML that may be of any form. */
final class Trees {

    private Trees() {
    }

    static Optional<Tree.Entries> mapping(Tree tree, String key) {
        return child(tree, key).filter(Tree.Entries.class::isInstance).map(Tree.Entries.class::cast);
    }

    static List<Tree> list(Tree tree, String key) {
        return child(tree, key).filter(Tree.Items.class::isInstance).map(Tree.Items.class::cast).map(Tree.Items::items)
                .orElse(List.of());
    }

    static Optional<Tree.Scalar> text(Tree tree, String key) {
        return child(tree, key).filter(Tree.Scalar.class::isInstance).map(Tree.Scalar.class::cast);
    }

    private static Optional<Tree> child(Tree tree, String key) {
        return tree instanceof Tree.Entries mapping ? mapping.get(key) : Optional.empty();
    }

    /** Does something with the value and the place of a key, where it is a single one. */
    static void ifText(Tree tree, String key, BiConsumer<Place, String> use) {
        text(tree, key).ifPresent(value -> use.accept(value.place(), value.text()));
    }

    /** Tells of what is not known, in one sentence, at the first of it. */
    static void others(Tree.Entries mapping, Set<String> known, String of, Draft draft) {
        List<String> others = mapping.entries().keySet().stream().filter(key -> !known.contains(key)).toList();
        if (!others.isEmpty()) {
            draft.leftOut(mapping.entries().get(others.getFirst()).key(), "%s of %s %s in a document"
                    .formatted(Printable.of(String.join(", ", others)), Printable.of(of),
                            others.size() == 1 ? "has no place" : "have no place"));
        }
    }
}
