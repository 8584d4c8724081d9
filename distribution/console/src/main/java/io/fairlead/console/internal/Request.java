package io.fairlead.console.internal;

import java.util.List;
import java.util.regex.Pattern;

/** What a command line asks of the console. */
sealed interface Request {

    /** A person wants a shell; or a list is read from standard input when that is no terminal. */
    record Shell() implements Request {
    }

    /** A list of commands in Gogo's language: {@code sriov:list; sriov:show eno4}. */
    record CommandList(String text) implements Request {
    }

    /** One command and its arguments, which are data: nothing in them is ever parsed. */
    record Command(String name, List<String> arguments) implements Request {
    }

    /** A request and whether to tell how long its commands take. */
    record Timed(Request request, boolean timing) {
    }

    /** The option that wants times told. */
    String TIMING = "--timing";

    /** Commands are {@code scope:name} or {@code name}. */
    Pattern COMMAND_NAME = Pattern.compile("([a-z]+:)?[A-Za-z][A-Za-z0-9-]*");

    /**
     * Reads {@code [--timing] [-c LIST | COMMAND [ARGUMENT …]]}.
     *
     * @throws UsageException when it is something else
     */
    static Timed parse(List<String> words) {
        boolean timing = !words.isEmpty() && TIMING.equals(words.getFirst());
        return new Timed(request(timing ? words.subList(1, words.size()) : words), timing);
    }

    private static Request request(List<String> words) {
        if (words.isEmpty()) {
            return new Shell();
        }
        String first = words.getFirst();
        if ("-c".equals(first)) {
            return switch (words.size()) {
                case 1 -> throw new UsageException("-c needs a list of commands, as in -c 'sriov:list; nic:drivers'");
                case 2 -> new CommandList(words.get(1));
                default -> throw new UsageException("-c takes one list of commands and nothing after it, but "
                        + quoted(words.get(2)) + " follows; quote the whole list");
            };
        }
        if (first.startsWith("-")) {
            throw new UsageException(
                    "there is no option " + quoted(first)
                            + "; the options are -c LIST, --timing, --daemon, --help and --version");
        }
        if (!COMMAND_NAME.matcher(first).matches()) {
            throw new UsageException(quoted(first)
                    + " cannot be the name of a command: that is scope:name or name, as in sriov:list");
        }
        return new Command(first, List.copyOf(words.subList(1, words.size())));
    }

    private static String quoted(String word) {
        return "'" + Text.printable(word) + "'";
    }
}
