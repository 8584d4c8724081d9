package io.fairlead.lifecycle.internal.document;

import java.util.ArrayList;
import java.util.List;

/** JSON pointers (RFC 6901). */
final class Pointer {

    private Pointer() {
    }

    static List<String> words(String pointer) {
        List<String> words = new ArrayList<>();
        if (!pointer.isEmpty()) {
            for (String word : pointer.substring(1).split("/", -1)) {
                words.add(word.replace("~1", "/").replace("~0", "~"));
            }
        }
        return words;
    }

    static String child(String pointer, String word) {
        return pointer + "/" + word.replace("~", "~0").replace("/", "~1");
    }

    static String parent(String pointer) {
        return pointer.isEmpty() ? pointer : pointer.substring(0, pointer.lastIndexOf('/'));
    }

    /** The last word; empty for the whole. */
    static String last(String pointer) {
        return pointer.isEmpty() ? "" : words(pointer).getLast();
    }

    /** The index of a list's entry, -1 where it is none. */
    static int index(String word) {
        return word.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(word) : -1;
    }

    /** Whether the place is the other one, or within it. */
    static boolean within(String pointer, String outer) {
        return pointer.equals(outer) || pointer.startsWith(outer + "/");
    }
}
