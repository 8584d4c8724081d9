package io.fairlead.kernel.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a kernel's command line apart as the kernel does: next_arg in lib/cmdline.c, and parse_args in kernel/params.c,
 * which stops at {@code --}.
 */
final class CommandLine {

    /** x86's COMMAND_LINE_SIZE, the final zero included (arch/x86/include/asm/setup.h); arm64 and s390 have as much or more. */
    static final int MOST_CHARACTERS = 2048;

    private static final char QUOTE = '"';

    private final String line;
    private int position;

    private CommandLine(String line) {
        this.line = line;
    }

    /** The kernel's own arguments, in order. */
    static List<Argument> parse(String line) {
        CommandLine rest = new CommandLine(line);
        List<Argument> arguments = new ArrayList<>();
        for (Optional<Argument> next = rest.next(); next.isPresent() && !endsKernelArguments(next.get()); next = rest
                .next()) {
            arguments.add(next.get());
        }
        return arguments;
    }

    private static boolean endsKernelArguments(Argument argument) {
        return argument.name().equals("--") && argument.value().isEmpty();
    }

    private Optional<Argument> next() {
        while (position < line.length() && isSpace(line.charAt(position))) {
            position++;
        }
        if (position == line.length()) {
            return Optional.empty();
        }
        int start = position;
        boolean quoted = line.charAt(start) == QUOTE;
        int from = quoted ? start + 1 : start;
        int equals = scan(from, quoted);
        return Optional.of(argument(start, from, equals, quoted));
    }

    /** Moves to the argument's end, and answers where its {@code =} is; one at its very start is none (next_arg). */
    private int scan(int from, boolean quoted) {
        boolean inQuotes = quoted;
        int equals = from;
        for (position = from; position < line.length(); position++) {
            char c = line.charAt(position);
            if (isSpace(c) && !inQuotes) {
                break;
            }
            if (equals == from && c == '=') {
                equals = position;
            }
            if (c == QUOTE) {
                inQuotes = !inQuotes;
            }
        }
        return equals;
    }

    private Argument argument(int start, int from, int equals, boolean quoted) {
        String text = line.substring(start, position);
        boolean endsInQuote = position > from && line.charAt(position - 1) == QUOTE;
        if (equals == from) {
            int end = quoted && endsInQuote ? position - 1 : position;
            return new Argument(text, line.substring(from, end), Optional.empty());
        }
        int valueStart = equals + 1;
        boolean valueQuoted = valueStart < position && line.charAt(valueStart) == QUOTE;
        int first = valueQuoted ? valueStart + 1 : valueStart;
        int end = (valueQuoted || quoted) && endsInQuote ? position - 1 : position;
        return new Argument(text, line.substring(from, equals),
                Optional.of(line.substring(first, Math.max(first, end))));
    }

    /** The kernel's isspace: Latin 1's no-break space is one too (lib/ctype.c). */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == '\u00a0';
    }
}
