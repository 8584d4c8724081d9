package io.fairlead.console.internal;

import io.fairlead.console.internal.StreamReport.Options;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Tells a person at a terminal: a failure is its one sentence, in red where there are colours. */
final class TerminalReport implements Report {

    private static final double NANOSECONDS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final Supplier<Set<String>> commands;
    private final Options options;

    TerminalReport(Terminal terminal, Supplier<Set<String>> commands, Options options) {
        this.terminal = terminal;
        this.commands = commands;
        this.options = options;
    }

    @Override
    public void result(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }

    @Override
    public int failure(Throwable thrown) {
        Failure failure = Failure.of(thrown, commands.get());
        PrintWriter writer = terminal.writer();
        writer.println(new AttributedStringBuilder()
                .styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED), failure.message()).toAnsi(terminal));
        if (options.debug()) {
            thrown.printStackTrace(writer);
        }
        terminal.flush();
        return failure.status();
    }

    @Override
    public void took(long nanoseconds) {
        if (options.timing()) {
            terminal.writer()
                    .println(String.format(Locale.ROOT, "command took %.3f s", nanoseconds / NANOSECONDS_PER_SECOND));
            terminal.flush();
        }
    }
}
