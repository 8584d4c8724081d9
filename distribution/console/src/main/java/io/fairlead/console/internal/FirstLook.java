package io.fairlead.console.internal;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading command before the console is ready, whose result nobody sees.
 *
 * <p>A new JVM loads each class at its first use, so that the first command takes some twenty times as long as the second:
 * 0.11 s against 0.005 s on a plain machine, seconds on a slow one. A refusal that comes late is one that an impatient
 * user interrupts; so this belongs to the start. It costs what the first command then saves, and one more look at the
 * host.
 */
final class FirstLook {

    /** The command, as a framework property; none where it is not set. */
    private static final String COMMAND = "fairlead.first.look";
    private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);

    private FirstLook() {
    }

    static void take(BundleContext context, CommandProcessor processor) {
        String command = context.getProperty(COMMAND);
        if (command == null) {
            return;
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), nowhere,
                nowhere)) {
            SessionDefaults.applyPlain(session, context);
            session.format(session.execute(command), Converter.INSPECT);
        } catch (Exception e) {
            // The user's own command will meet the same fault, and tell it.
            LOG.debug("the first look failed", e);
        }
    }
}
