package io.fairlead.console.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;

/** What every session starts with. */
final class SessionDefaults {

    /** Framework property: scopes, separated by colons, in which a name without a scope is looked for, first to last. */
    private static final String SCOPES = "fairlead.scopes";

    private SessionDefaults() {
    }

    /** What a session without a terminal starts with. */
    static void applyPlain(CommandSession session, BundleContext context) {
        apply(session, context);
        // Gogo's grep takes every session for one with a terminal, and would colour what it finds.
        session.put("GREP_COLORS", "mt=");
    }

    /** What a session at a terminal starts with. */
    static void apply(CommandSession session, BundleContext context) {
        String scopes = context.getProperty(SCOPES);
        if (scopes != null) {
            session.put("SCOPE", scopes);
        }
        // A name such as eno* is no file of the current directory.
        session.put(CommandSession.OPTION_NO_GLOB, true);
    }

    /** The variables of a session, by their names. */
    static Map<String, Object> variables(CommandSession session) {
        Map<String, Object> variables = new HashMap<>();
        // Gogo's way of asking for all names (CommandSessionImpl.get)
        if (session.get(".variables") instanceof Set<?> names) {
            names.forEach(name -> Optional.ofNullable(session.get(String.valueOf(name)))
                    .ifPresent(value -> variables.put(String.valueOf(name), value)));
        }
        return variables;
    }
}
