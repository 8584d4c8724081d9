package io.fairlead.console.internal;

import io.fairlead.api.ClientSide;
import io.fairlead.console.internal.StreamReport.Options;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.gogo.jline.Expander;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.ParsedLineImpl;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.osgi.framework.BundleContext;

/**
 * The shell a person types into: reads a line, runs its commands, prints the result of each, until Ctrl-D or
 * {@code exit}. Ctrl-C interrupts the command, a second one leaves it behind; the shell stays. The history lives as long
 * as the shell.
 */
final class InteractiveShell implements AutoCloseable {

    private static final String PROMPT = "fairlead> ";
    /** A serial line does not know its size, and where there are no columns JLine shows neither prompt nor what is typed. */
    private static final Size SERIAL_LINE = new Size(80, 24);
    /**
     * What a command that reads its input gets where nothing is piped to it, as {@code grep x} with no file. The terminal
     * itself it could not let go of again: no interrupt ends a read of it, and from then on it would take what is typed.
     */
    private static final InputStream NO_INPUT = InputStream.nullInputStream();

    private static final int LOOKS_FOR_A_COMMAND = 50;
    private static final long LOOK_AGAIN_NANOS = 10_000_000;
    /** In a row, of reading a line. */
    private static final int MOST_FAILURES = 3;

    private final BundleContext context;
    private final CommandProcessor processor;
    private final CommandNames names;
    private final CommandThreads threads;
    private final Terminal terminal;
    private final History history = new DefaultHistory();
    private final AtomicReference<Thread> sitting = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean evaluating = new AtomicBoolean();
    private final AtomicBoolean interrupted = new AtomicBoolean();

    private int failures;

    private InteractiveShell(BundleContext context, CommandProcessor processor, CommandNames names,
            CommandThreads threads, Terminal terminal) {
        this.context = context;
        this.processor = processor;
        this.names = names;
        this.threads = threads;
        this.terminal = terminal;
    }

    /** Takes the terminal of this process. */
    static InteractiveShell open(BundleContext context, CommandProcessor processor, CommandNames names,
            CommandThreads threads) throws IOException {
        // Neither JNA nor Jansi: stty does what is needed, and needs no native library.
        Terminal terminal = TerminalBuilder.builder().name("fairlead").system(true).jna(false).jansi(false)
                .nativeSignals(true).signalHandler(Terminal.SignalHandler.SIG_IGN).build();
        if (terminal.getWidth() == 0) {
            terminal.setSize(SERIAL_LINE);
        }
        return new InteractiveShell(context, processor, names, threads, terminal);
    }

    /** Reads and runs commands until the user leaves; the answer is always 0. */
    int run(Options options) throws IOException {
        sitting.set(Thread.currentThread());
        try (terminal) {
            greet();
            Map<String, Object> variables = new HashMap<>();
            while (!ended.get()) {
                try {
                    sit(options, variables);
                } catch (IOError e) {
                    // What interrupted JLine would interrupt the next session too; a terminal that is gone always fails.
                    boolean _ = Thread.interrupted();
                    failures++;
                    if (failures > MOST_FAILURES) {
                        throw e;
                    }
                }
            }
        }
        return 0;
    }

    /**
     * Reads and runs commands in one session, until the user leaves or Ctrl-C has broken it: an interrupted command has
     * closed its output, or JLine's stty was interrupted between the line's end and its command. The next session takes
     * over its variables.
     */
    private void sit(Options options, Map<String, Object> variables) {
        SessionOutput output = new SessionOutput(terminal.output());
        try (CommandSession session = processor.createSession(NO_INPUT, output, output)) {
            SessionDefaults.apply(session, context);
            session.put(ClientSide.VARIABLE, new OwnProcess());
            variables.forEach(session::put);
            LineReader reader = prepare(session);
            terminal.handle(Terminal.Signal.INT, _ -> interrupt(session));
            Evaluator evaluator = new Evaluator(session, new TerminalReport(terminal, names::all, options));
            while (!ended.get() && !output.isClosed()) {
                readAndRun(reader, evaluator);
                failures = 0;
                variables.putAll(SessionDefaults.variables(session));
            }
        }
    }

    /** Ends the shell, from another thread: at once where it waits for a line, and else with the command that runs. */
    void end() {
        ended.set(true);
        Thread thread = sitting.get();
        if (thread != null && !evaluating.get()) {
            thread.interrupt();
        }
    }

    /** Ends the shell, from another thread, and gives the terminal back as it was. */
    @Override
    public void close() {
        ended.set(true);
        try {
            terminal.close();
        } catch (IOException _) {
            // The terminal is gone, and its settings with it.
        }
    }

    private void readAndRun(LineReader reader, Evaluator evaluator) {
        try {
            reader.readLine(PROMPT);
            interrupted.set(false);
            if (reader.getParsedLine() instanceof ParsedLineImpl line) {
                evaluating.set(true);
                evaluator.run(line.program());
            }
        } catch (UserInterruptException _) {
            // Ctrl-C at the prompt drops the line.
        } catch (EndOfFileException _) {
            ended.set(true);
        } finally {
            evaluating.set(false);
        }
    }

    private void interrupt(CommandSession session) {
        // a command that is just being started has no thread yet
        for (int look = 0; !threads.interrupt() && evaluating.get() && look < LOOKS_FOR_A_COMMAND; look++) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        if (interrupted.getAndSet(true) && session.foregroundJob() != null) {
            session.foregroundJob().interrupt();
        }
    }

    private LineReader prepare(CommandSession session) {
        LineReader reader = LineReaderBuilder.builder().terminal(terminal).appName("fairlead").parser(new Parser())
                .completer(new ShellCompleter(context, names)).highlighter(new Highlighter(session))
                .expander(new Expander(session)).option(LineReader.Option.AUTO_FRESH_LINE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true).history(history).build();
        Function leave = (_, _) -> {
            ended.set(true);
            return null;
        };
        session.put("exit", leave);
        session.put("quit", leave);
        // What Gogo's own commands (less, watch, history, jobs …) look for.
        session.put(Shell.VAR_TERMINAL, terminal);
        session.put(Shell.VAR_PROCESSOR, processor);
        session.put(Shell.VAR_SESSION, session);
        session.put(Shell.VAR_READER, reader);
        session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
        return reader;
    }

    private void greet() {
        String host = context.getProperty("fairlead.host");
        terminal.writer().println("Fairlead on " + (host == null ? "this host" : host) + ".");
        terminal.writer().println("Type help for the commands, Tab to complete, exit to leave.");
        terminal.flush();
    }
}
