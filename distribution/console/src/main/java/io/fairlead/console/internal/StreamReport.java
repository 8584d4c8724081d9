package io.fairlead.console.internal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Results to standard output; failures and times to standard error, each on one line; a document's faults a line each. */
final class StreamReport implements Report {

    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<Set<String>> commands;
    private final Options options;

    /** What else to tell: the time each command took, and the stack trace of each failure. */
    record Options(boolean timing, boolean debug) {
    }

    StreamReport(PrintStream out, PrintStream err, Supplier<Set<String>> commands, Options options) {
        this.out = out;
        this.err = err;
        this.commands = commands;
        this.options = options;
    }

    @Override
    public void result(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public int failure(Throwable thrown) {
        Failure failure = Failure.of(thrown, commands.get());
        failure.message().lines().forEach(line -> err.println("fairlead: " + line));
        if (options.debug()) {
            thrown.printStackTrace(err);
        }
        return failure.status();
    }

    @Override
    public void took(long nanoseconds) {
        if (options.timing()) {
            err.println(String.format(Locale.ROOT, "command took %.3f s", nanoseconds / NANOSECONDS_PER_SECOND));
        }
    }
}
