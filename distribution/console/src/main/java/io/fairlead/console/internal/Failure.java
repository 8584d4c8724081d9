package io.fairlead.console.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.DocumentException;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;

/**
 * How a command that failed ends.
 *
 * @param status the exit status: {@value #INTERNAL}, {@value #USAGE}, {@value #INTERRUPTED}, or that of the
 *            {@link FairleadException.Kind kind}
 * @param message one sentence; of a document with faults, a line for each
 */
record Failure(int status, String message) {

    /** A fault of ours, or one that nobody foresaw. */
    static final int INTERNAL = 1;
    /** The words make no sense: an unknown command, wrong arguments, a list that cannot be read. */
    static final int USAGE = 2;
    /** Somebody interrupted the command, as a shell reports SIGINT. */
    static final int INTERRUPTED = 130;

    /** What to tell of this exception, where these commands exist. */
    static Failure of(Throwable thrown, Set<String> commands) {
        return switch (thrown) {
            case FairleadException e -> new Failure(e.kind().exitStatus(), Text.oneLine(e.getMessage()));
            case DocumentException e -> new Failure(USAGE, e.getMessage().lines().map(Printable::of)
                    .collect(Collectors.joining("\n")));
            case UsageException e -> new Failure(USAGE, e.getMessage());
            case CommandNotFoundException e -> new Failure(USAGE, notFound(e.getCommand(), commands));
            case SyntaxError e -> unreadable(e);
            case EOFException e when e.getCause() instanceof SyntaxError -> unreadable(e);
            case InterruptedException _,InterruptedIOException _,CancellationException _ ->
                new Failure(INTERRUPTED, "interrupted");
            case IllegalArgumentException e when isCoercion(e) -> new Failure(USAGE,
                    "the command does not take these arguments: " + Text.oneLine(e.getMessage()));
            default -> new Failure(INTERNAL,
                    "internal error: " + Text.oneLine(thrown.toString())
                            + "; FAIRLEAD_DEBUG=1 shows where it happened");
        };
    }

    private static Failure unreadable(Exception e) {
        return new Failure(USAGE, "the list of commands cannot be read: " + Text.oneLine(e.getMessage()));
    }

    /** Gogo has no exception of its own for arguments that fit no method; see its Reflective.invoke. */
    private static boolean isCoercion(IllegalArgumentException e) {
        return e.getMessage() != null && e.getMessage().startsWith("Cannot coerce");
    }

    private static String notFound(String name, Set<String> commands) {
        return "there is no command '" + Text.printable(name) + "'"
                + NearestName.to(name, commands).map(near -> "; did you mean " + near + "?").orElse("; try help");
    }
}
