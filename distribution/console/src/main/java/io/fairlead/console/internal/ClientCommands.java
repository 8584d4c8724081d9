package io.fairlead.console.internal;

import io.fairlead.api.ClientSide;
import io.fairlead.api.CommandRunner;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Runs the command lines of clients that are other processes. */
@Component
public final class ClientCommands implements CommandRunner {

    private final CommandLines lines;

    /** Those on Gogo's processor. */
    @Activate
    public ClientCommands(BundleContext context, @Reference CommandProcessor processor) {
        lines = new CommandLines(context, processor, new CommandNames(context));
    }

    @Override
    public int run(List<String> words, InputStream in, OutputStream out, OutputStream err, ClientSide client) {
        PrintStream results = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream failures = new PrintStream(err, true, StandardCharsets.UTF_8);
        int status = lines.run(words, in, results, failures, client, _ -> {
            // A daemon has begun long ago.
        });
        results.flush();
        return status;
    }
}
