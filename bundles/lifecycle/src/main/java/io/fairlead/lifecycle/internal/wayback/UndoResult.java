package io.fairlead.lifecycle.internal.wayback;

import java.util.List;
import java.util.Optional;

/**
 * What came of a native undo.
 *
 * @param left what it could not take back; empty when all is as before the try
 */
public record UndoResult(List<Left> left) {

    /** Of its own list. */
    public UndoResult {
        left = List.copyOf(left);
    }

    /** Whether all is as it was. */
    public boolean undone() {
        return left.isEmpty();
    }

    /**
     * A change that is still there.
     *
     * @param change its {@link ChangeUndo#number}
     * @param held whether somebody holds it; else it failed
     * @param why one phrase
     */
    public record Left(int change, boolean held, String why) {
    }

    /** From the program's lines; a line that is none of its own is passed over. */
    static UndoResult parse(String text) {
        return new UndoResult(
                text.lines().map(line -> line.split(" ", 3)).flatMap(words -> left(words).stream()).toList());
    }

    private static Optional<Left> left(String[] words) {
        boolean held = words[0].equals("left");
        return words.length == 3 && (held || words[0].equals("failed")) && words[1].matches("[0-9]{1,9}")
                ? Optional.of(new Left(Integer.parseInt(words[1]), held, words[2]))
                : Optional.empty();
    }
}
