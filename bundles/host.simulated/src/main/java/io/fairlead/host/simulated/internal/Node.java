package io.fairlead.host.simulated.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Something in a tree of files that is made up as it is asked for. */
sealed interface Node {

    /** A file with this content. */
    record Text(String content) implements Node {
    }

    /** A file that can only be written, or whose reading would wait for the device lock. */
    record Forbidden(String reason) implements Node {
    }

    /** A symbolic link to a path from the root of the tree. */
    record Symlink(String target) implements Node {
    }

    /**
     * A directory.
     *
     * @param child what has this name in it, found without listing
     * @param names of everything in it
     */
    record Directory(Function<String, Optional<Node>> child, Supplier<Collection<String>> names) implements Node {
    }
}
