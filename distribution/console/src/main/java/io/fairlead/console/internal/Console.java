package io.fairlead.console.internal;

import io.fairlead.console.internal.StreamReport.Options;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs what this process's command line asks for and answers the process's exit status. The launcher, which shares no
 * classes with bundles but the JDK's, finds this service as a {@link ToIntFunction} of the words of the command line.
 *
 * <p>Whoever interrupts the calling thread interrupts the command, which gets time to put things back.
 */
@Component(service = ToIntFunction.class, property = "io.fairlead.console=command-line")
public final class Console implements ToIntFunction<List<String>> {

    private final BundleContext context;
    private final CommandProcessor processor;
    private final CommandNames names;
    private final CommandLines lines;
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
        this.lines = new CommandLines(context, processor, names);
    }

    @Override
    public int applyAsInt(List<String> words) {
        boolean timing = words.equals(List.of(Request.TIMING));
        if ((words.isEmpty() || timing) && OwnProcess.isAtTerminal()) {
            return shell(timing);
        }
        return finished(lines.run(words, new FileInputStream(FileDescriptor.in), out, err, new OwnProcess(),
                this::begin));
    }

    private int shell(boolean timing) {
        CommandThreads threads = new CommandThreads();
        try (InteractiveShell shell = InteractiveShell.open(context, processor, names, threads)) {
            return threads.call(() -> {
                begin(timing);
                return shell.run(new Options(timing, lines.debug()));
            }, shell::end);
        } catch (ExecutionException e) {
            return report().failure(e.getCause());
        } catch (IOException e) {
            return report().failure(e);
        }
    }

    private void begin(boolean timing) {
        FirstLook.take(context, processor);
        if (timing) {
            long sinceStart = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
            err.println(String.format(Locale.ROOT, "start took %.3f s", sinceStart / 1e3));
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

    private StreamReport report() {
        return new StreamReport(out, err, names::all, new Options(false, lines.debug()));
    }
}
