package io.fairlead.console.internal;

import io.fairlead.console.internal.StreamReport.Options;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs what a command line asks for and answers the process's exit status. The launcher, which shares no classes with
 * bundles but the JDK's, finds this service as a {@link ToIntFunction} of the words of the command line.
 *
 * <p>Whoever interrupts the calling thread interrupts the command: it gets {@link #TO_PUT_BACK} to put things back.
 */
@Component(service = ToIntFunction.class, property = "io.fairlead.console=command-line")
public final class Console implements ToIntFunction<List<String>> {

    /** How long an interrupted command may take to put back what it changed. */
    private static final Duration TO_PUT_BACK = Duration.ofSeconds(10);

    private final BundleContext context;
    private final CommandProcessor processor;
    private final CommandNames names;
    private final StandardOutput output = new StandardOutput(FileDescriptor.out);
    private final PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(new StandardOutput(FileDescriptor.err), true,
            StandardCharsets.UTF_8);

    /** A console on Gogo's processor. */
    @Activate
    public Console(BundleContext context, @Reference CommandProcessor processor) {
        this.context = context;
        this.processor = processor;
        this.names = new CommandNames(context);
    }

    @Override
    public int applyAsInt(List<String> words) {
        Request.Timed timed;
        try {
            timed = Request.parse(words);
        } catch (UsageException e) {
            return report(false).failure(e);
        }
        CommandThreads threads = new CommandThreads();
        AtomicReference<InteractiveShell> shell = new AtomicReference<>();
        FutureTask<Integer> task = new FutureTask<>(() -> run(timed, threads, shell));
        threads.newThread(task).start();
        try {
            return finished(task.get());
        } catch (ExecutionException e) {
            return report(false).failure(e.getCause());
        } catch (InterruptedException _) {
            Optional.ofNullable(shell.get()).ifPresent(InteractiveShell::end);
            threads.interrupt();
            threads.awaitEnd(TO_PUT_BACK);
            Optional.ofNullable(shell.get()).ifPresent(InteractiveShell::close);
            return Failure.INTERRUPTED;
        }
    }

    private int run(Request.Timed timed, CommandThreads threads, AtomicReference<InteractiveShell> shell)
            throws IOException {
        FirstLook.take(context, processor);
        if (timed.timing()) {
            tellStart();
        }
        return switch (timed.request()) {
            case Request.Command(String name, List<String> arguments) ->
                inSession(timed, evaluator -> evaluator.runCommand(name, arguments));
            case Request.CommandList(String list) -> inSession(timed, evaluator -> evaluator.run(list));
            case Request.Shell() when isTerminal() -> {
                InteractiveShell interactive = InteractiveShell.open(context, processor, names, threads);
                shell.set(interactive);
                yield interactive.run(new Options(timed.timing(), debug()));
            }
            case Request.Shell() -> {
                String list = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
                yield inSession(timed, evaluator -> evaluator.run(list));
            }
        };
    }

    private int inSession(Request.Timed timed, ToIntFunction<Evaluator> work) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        try (CommandSession session = processor.createSession(in, out, new WithoutGogosErrors(err))) {
            SessionDefaults.applyPlain(session, context);
            return work.applyAsInt(new Evaluator(session, report(timed.timing())));
        }
    }

    /** A command whose output was lost did not do its work. */
    private int finished(int status) {
        out.flush();
        if (status != 0 || output.failure().isEmpty()) {
            return status;
        }
        err.println("fairlead: the output could not be written: " + output.failure().get().getMessage());
        return Failure.INTERNAL;
    }

    private StreamReport report(boolean timing) {
        return new StreamReport(out, err, names::all, new Options(timing, debug()));
    }

    private boolean debug() {
        return Boolean.parseBoolean(context.getProperty("fairlead.debug"));
    }

    private void tellStart() {
        long sinceStart = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        err.println(String.format(Locale.ROOT, "start took %.3f s", sinceStart / 1e3));
    }

    private static boolean isTerminal() {
        // Null without a terminal, as a runtime without jdk.internal.le has it.
        return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
    }
}
