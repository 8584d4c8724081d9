package io.fairlead.console.internal;

/** Text for a terminal. */
final class Text {

    private static final int LONGEST_WORD = 80;

    private Text() {
    }

    /** A word of the user's as it can be shown: no control characters, and not endlessly long. */
    static String printable(String word) {
        String shown = word.replaceAll("\\p{Cntrl}", "?");
        return shown.length() <= LONGEST_WORD ? shown : shown.substring(0, LONGEST_WORD) + "…";
    }

    /** A message on one line. */
    static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
