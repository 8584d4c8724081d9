package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.Printable;

/** What a document has, for a message. */
final class Given {

    private Given() {
    }

    /** {@code is the text 'seven'}. */
    static String is(Tree tree) {
        return switch (tree) {
            case Tree.Entries mapping -> mapping.entries().isEmpty() ? "is an empty mapping" : "is a mapping";
            case Tree.Items list -> list.items().isEmpty() ? "is an empty list" : "is a list";
            case Tree.Scalar scalar -> switch (scalar.value()) {
                case null -> "has no value";
                case String _ -> "is the text " + shown(tree);
                case Boolean _ -> "is " + shown(tree);
                default -> "is the number " + shown(tree);
            };
        };
    }

    /** {@code 'seven'}, {@code 7}. */
    static String shown(Tree tree) {
        return switch (tree) {
            case Tree.Entries _ -> "this mapping";
            case Tree.Items _ -> "this list";
            case Tree.Scalar scalar -> switch (scalar.value()) {
                case null -> "an empty value";
                case String text -> Printable.quoted(text);
                default -> Words.shown(scalar.text());
            };
        };
    }
}
