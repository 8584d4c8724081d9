package io.fairlead.shell.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.shell.internal.view.Json;
import io.fairlead.shell.internal.words.WordReader;
import io.fairlead.shell.internal.words.Words;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Process;

/**
 * A command that reads its words into an object, acts, and returns an object that a converter prints.
 *
 * @param <W> what its words can say
 */
public abstract class TypedCommand<W extends Words> implements ShellCommand {

    @Override
    public abstract W description();

    /**
     * Does what the words say, with the words known to be well-formed; what it answers may be {@link Ended}, never null.
     */
    protected abstract Object run(CommandSession session, W words);

    @Override
    public final Object execute(CommandSession session, List<Object> arguments) {
        W words = description();
        Optional<String> help = WordReader.read(words, arguments);
        if (help.isPresent()) {
            return help.get();
        }
        return switch (run(session, words)) {
            case Ended(Object result, int status) when status != 0 -> {
                end(session, shown(words, result), status);
                yield null;
            }
            case Ended(Object result, int _) -> shown(words, result);
            case Object result -> shown(words, result);
        };
    }

    private Object shown(W words, Object result) {
        return words.json() && !(result instanceof Json) ? new Json(result) : result;
    }

    /** Gogo drops the result of a command that ends with another status than 0 (Closure of Gogo 1.1.6). */
    private static void end(CommandSession session, Object result, int status) {
        Process process = Process.Utils.current();
        process.out().println(session.format(result, Converter.INSPECT));
        process.error(status);
    }

    /** The service, or a refusal that says which is missing and who brings it. */
    protected static <S> S need(Optional<S> service, Class<S> type) {
        return need(service, type, "io.fairlead.sriov");
    }

    /** The same for a service of another bundle. */
    protected static <S> S need(Optional<S> service, Class<S> type, String bundle) {
        return service.orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                "the service %s is not there: see with scr:list whether the bundle %s is active and what it waits for"
                        .formatted(type.getName(), bundle)));
    }
}
