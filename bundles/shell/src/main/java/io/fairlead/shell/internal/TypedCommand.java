package io.fairlead.shell.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.shell.internal.view.Json;
import io.fairlead.shell.internal.words.WordReader;
import io.fairlead.shell.internal.words.Words;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;

/**
 * A command that reads its words into an object, acts, and returns an object that a converter prints.
 *
 * @param <W> what its words can say
 */
public abstract class TypedCommand<W extends Words> implements ShellCommand {

    @Override
    public abstract W description();

    /** Does what the words say, with the words known to be well-formed. */
    protected abstract Object run(CommandSession session, W words);

    @Override
    public final Object execute(CommandSession session, List<Object> arguments) {
        W words = description();
        Optional<String> help = WordReader.read(words, arguments);
        if (help.isPresent()) {
            return help.get();
        }
        Object result = run(session, words);
        return words.json() ? new Json(result) : result;
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
