package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads arguments that a user gives. They end up in a file that a shell reads, in GRUB's script and in the kernel's line,
 * each with quotes of its own: what would need quotes in any of the three is refused rather than quoted three times.
 */
final class ArgumentText {

    private static final int MOST_CHARACTERS = 256;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*+");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*+(=[A-Za-z0-9_.,:+@%/=-]++)?+");

    private ArgumentText() {
    }

    /** The arguments, each once. */
    static List<Argument> parse(List<String> texts) {
        if (texts.isEmpty()) {
            throw new FairleadException(Kind.USAGE, "no argument was given: give at least one, such as intel_iommu=on");
        }
        List<Argument> arguments = new ArrayList<>();
        for (String text : texts) {
            Argument argument = parse(text);
            arguments.stream().filter(earlier -> ArgumentRules.contradict(earlier, argument)).findFirst()
                    .ifPresent(earlier -> {
                        throw new FairleadException(Kind.USAGE, "%s and %s contradict each other: give one of them"
                                .formatted(earlier.text(), argument.text()));
                    });
            if (arguments.stream().noneMatch(argument::same)) {
                arguments.add(argument);
            }
        }
        return arguments;
    }

    private static Argument parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new FairleadException(Kind.USAGE, "the kernel argument %s has %d characters: give %d at the most"
                    .formatted(Printable.quoted(text), text.length(), MOST_CHARACTERS));
        }
        if (!ARGUMENT.matcher(text).matches()) {
            throw new FairleadException(Kind.USAGE,
                    "%s cannot be written as a kernel argument: give NAME or NAME=VALUE of letters, digits and _ . , : + @ %% / = -, and put what needs quotes into the boot loader's configuration by hand"
                            .formatted(Printable.quoted(text)));
        }
        return Argument.of(text);
    }

    /** Whether somebody else's text could be one of ours: a record or file that says otherwise was tampered with. */
    static boolean isValid(String text) {
        return text.length() <= MOST_CHARACTERS && ARGUMENT.matcher(text).matches();
    }

    /** Whether it is a name alone. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
