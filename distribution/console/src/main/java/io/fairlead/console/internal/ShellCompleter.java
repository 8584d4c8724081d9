package io.fairlead.console.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Completes the names of commands, and asks those who registered them about the rest.
 *
 * <p>A bundle with commands registers a {@link Function java.util.function.Function} with the property
 * {@value #COMPLETES}, whose value is the scope of the commands, or several. It is given the words up to the cursor, the
 * command's name first and the unfinished word (perhaps empty) last, and answers the words that can stand in the place of
 * the last; those that do not begin with it are left out here.
 */
final class ShellCompleter implements Completer {

    /** Service property: the scope or scopes whose arguments a function completes. */
    static final String COMPLETES = "io.fairlead.console.completes";

    private final BundleContext context;
    private final CommandNames names;

    ShellCompleter(BundleContext context, CommandNames names) {
        this.context = context;
        this.names = names;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        Collection<String> found = line.wordIndex() == 0 ? commands(line.word()) : arguments(line);
        found.stream().map(Candidate::new).forEach(candidates::add);
    }

    private Collection<String> commands(String word) {
        List<String> found = new ArrayList<>(names.all());
        if (!word.isEmpty() && word.indexOf(':') < 0) {
            names.all().forEach(name -> found.add(name.substring(name.indexOf(':') + 1)));
        }
        return found;
    }

    private List<String> arguments(ParsedLine line) {
        List<String> words = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        words.set(0, scoped(words.getFirst()));
        words.add(line.word().substring(0, Math.min(line.wordCursor(), line.word().length())));
        List<String> found = new ArrayList<>();
        for (ServiceReference<?> reference : completersOf(words.getFirst())) {
            if (context.getService(reference) instanceof Function<?, ?> completer) {
                found.addAll(ask(completer, words));
                context.ungetService(reference);
            }
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the service property says that it is one
    private static Collection<String> ask(Function<?, ?> completer, List<String> words) {
        return ((Function<List<String>, Collection<String>>) completer).apply(List.copyOf(words));
    }

    private String scoped(String command) {
        return command.indexOf(':') >= 0
                ? command
                : names.all().stream().filter(name -> name.endsWith(":" + command)).findFirst().orElse(command);
    }

    private Collection<ServiceReference<?>> completersOf(String command) {
        int colon = command.indexOf(':');
        if (colon < 0 || !Request.COMMAND_NAME.matcher(command).matches()) {
            return List.of();
        }
        try {
            ServiceReference<?>[] found = context.getServiceReferences(Function.class.getName(),
                    "(" + COMPLETES + "=" + command.substring(0, colon) + ")");
            return found == null ? List.of() : List.of(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
