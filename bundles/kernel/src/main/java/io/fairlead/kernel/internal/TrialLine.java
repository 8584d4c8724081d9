package io.fairlead.kernel.internal;

import java.util.List;
import java.util.regex.Pattern;

/** Gives a line that ends in a kernel's arguments others; all else in it stays as it is written, quotes and variables included. */
final class TrialLine {

    private TrialLine() {
    }

    static String edit(String line, List<Argument> gone, List<Argument> added) {
        String edited = line;
        for (Argument argument : gone) {
            edited = edited.replaceAll("\\s" + Pattern.quote(argument.text()) + "(?!\\S)", "");
        }
        return edited.stripTrailing() + " " + String.join(" ", Argument.texts(added));
    }
}
