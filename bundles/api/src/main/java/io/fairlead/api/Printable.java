package io.fairlead.api;

/**
 * Somebody else's text made fit for a terminal. Interface names and guests' names may hold anything, escape sequences
 * too.
 */
public final class Printable {

    private static final int LONGEST_QUOTE = 60;

    private Printable() {
    }

    /** The text with everything that a terminal would act on, or that would not be seen, written as an escape. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    /** What the user gave, for a message: in quotes, escaped, and cut where it is long. */
    public static String quoted(String text) {
        StringBuilder safe = new StringBuilder("'");
        text.codePoints().limit(LONGEST_QUOTE).forEach(c -> append(safe, c));
        if (text.codePointCount(0, text.length()) > LONGEST_QUOTE) {
            safe.append('…');
        }
        return safe.append('\'').toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                safe.append("\\u%04x".formatted(c));
            default -> safe.appendCodePoint(c);
        }
    }
}
