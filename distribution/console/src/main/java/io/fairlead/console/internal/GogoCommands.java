package io.fairlead.console.internal;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Converters;
import org.apache.felix.gogo.jline.Posix;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Those of Gogo's commands that help with others: {@code if}, {@code each}, {@code grep}, {@code sort} … They are loaded
 * when first used, so a single command does not pay for them.
 */
@Component(service = GogoCommands.class, immediate = true)
public final class GogoCommands {

    private static final String[] BUILTIN = {"format", "getopt", "new", "set", "tac", "type", "jobs", "fg", "bg",
            "keymap", "setopt", "unsetopt", "history", "widget"};
    private static final String[] PROCEDURAL = {"each", "if", "not", "throw", "try", "until", "while", "break",
            "continue"};
    private static final String[] POSIX = {"cat", "echo", "grep", "sort", "sleep", "less", "watch", "head", "tail",
            "clear", "wc", "date"};

    /** Registers them; SCR's end of this bundle unregisters them. */
    @Activate
    public GogoCommands(BundleContext context, @Reference CommandProcessor processor) {
        register(context, BUILTIN, Builtin::new);
        register(context, PROCEDURAL, Procedural::new);
        register(context, POSIX, () -> new Posix(processor));
        context.registerService(Converter.class, new Converters(context), null);
    }

    private static void register(BundleContext context, String[] functions, Supplier<Object> commands) {
        Map<String, Object> properties = Map.of(CommandProcessor.COMMAND_SCOPE, "gogo",
                CommandProcessor.COMMAND_FUNCTION, functions);
        context.registerService(Object.class.getName(), new Lazy(commands),
                FrameworkUtil.asDictionary(properties));
    }

    /** Makes the commands at their first use. */
    private record Lazy(Supplier<Object> commands) implements ServiceFactory<Object> {

        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return commands.get();
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {
            // They hold nothing.
        }
    }
}
