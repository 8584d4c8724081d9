package io.fairlead.console.internal;

import io.fairlead.api.ClientSide;
import io.fairlead.console.internal.Request.Timed;
import io.fairlead.console.internal.StreamReport.Options;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;

/** Runs command lines, each in a Gogo session of its own. */
final class CommandLines {

    private final BundleContext context;
    private final CommandProcessor processor;
    private final CommandNames names;

    CommandLines(BundleContext context, CommandProcessor processor, CommandNames names) {
        this.context = context;
        this.processor = processor;
        this.names = names;
    }

    /** What is to be done before the first command. */
    interface Beginning {

        /** Does it, where times are wanted or not. */
        void begin(boolean timing);
    }

    /** Runs one; whoever interrupts the calling thread interrupts the command. The answer is the exit status. */
    int run(List<String> words, InputStream in, PrintStream out, PrintStream err, ClientSide client,
            Beginning beginning) {
        Timed timed;
        try {
            timed = Request.parse(words);
        } catch (UsageException e) {
            return report(out, err, false).failure(e);
        }
        try {
            CommandThreads threads = new CommandThreads();
            return threads.call(() -> {
                beginning.begin(timed.timing());
                return inSession(timed, in, out, err, client);
            }, () -> {
                // Nothing but the command is to be ended.
            });
        } catch (ExecutionException e) {
            return report(out, err, false).failure(e.getCause());
        }
    }

    /** Whether failures are to be told with their stack traces. */
    boolean debug() {
        return Boolean.parseBoolean(context.getProperty("fairlead.debug"));
    }

    private int inSession(Timed timed, InputStream in, PrintStream out, PrintStream err, ClientSide client)
            throws IOException {
        ToIntFunction<Evaluator> work = work(timed.request(), in);
        try (CommandSession session = processor.createSession(in, out, new WithoutGogosErrors(err))) {
            SessionDefaults.applyPlain(session, context);
            session.put(ClientSide.VARIABLE, client);
            return work.applyAsInt(new Evaluator(session, report(out, err, timed.timing())));
        }
    }

    private static ToIntFunction<Evaluator> work(Request request, InputStream in) throws IOException {
        return switch (request) {
            case Request.Command(String name, List<String> arguments) ->
                evaluator -> evaluator.runCommand(name, arguments);
            case Request.CommandList(String list) -> evaluator -> evaluator.run(list);
            case Request.Shell() -> {
                String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                yield evaluator -> evaluator.run(list);
            }
        };
    }

    private StreamReport report(PrintStream out, PrintStream err, boolean timing) {
        return new StreamReport(out, err, names::all, new Options(timing, debug()));
    }
}
