package io.fairlead.kernel.internal;

import io.fairlead.kernel.internal.GrubDefaults.Variable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Our lines in GRUB's defaults. They append, so that what earlier files say stays; their arguments have passed
 * {@link ArgumentText} and need no quoting.
 */
final class GrubText {

    static final String MARK = "# Written by Fairlead: kernel arguments that kernel:arg was told to keep.";

    private static final Pattern LINE = Pattern.compile("([A-Z_]+)=\"\\$\\1 ([^\"]*)\"");

    private GrubText() {
    }

    /** Our lines, each argument in the variable that is to have it. */
    static String render(Map<Variable, List<Argument>> arguments) {
        return MARK + "\n" + new EnumMap<>(arguments).entrySet().stream().filter(line -> !line.getValue().isEmpty())
                .map(line -> "%1$s=\"$%1$s %2$s\"\n".formatted(line.getKey(),
                        String.join(" ", Argument.texts(line.getValue()))))
                .collect(Collectors.joining());
    }

    /** The arguments in our lines of a text. */
    static List<Argument> parse(String text) {
        int mark = text.indexOf(MARK);
        return mark < 0
                ? List.of()
                : text.substring(mark).lines().map(LINE::matcher).filter(Matcher::matches)
                        .flatMap(line -> CommandLine.parse(line.group(2)).stream())
                        .filter(argument -> ArgumentText.isValid(argument.text())).toList();
    }

    /** The text without our lines, which stand at its end. */
    static String without(String text) {
        int mark = text.indexOf(MARK);
        return mark < 0 ? text : text.substring(0, mark);
    }

    /** The line at which ours begin, from 1; past the end of every text that has none. */
    static int firstLine(String text) {
        int mark = text.indexOf(MARK);
        return mark < 0 ? Integer.MAX_VALUE : (int) text.substring(0, mark).chars().filter(c -> c == '\n').count() + 1;
    }
}
