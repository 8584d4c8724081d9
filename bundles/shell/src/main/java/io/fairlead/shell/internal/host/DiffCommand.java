package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import io.fairlead.shell.internal.words.WholeNumber;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code host:diff}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=diff"})
public final class DiffCommand extends HostCommand<DiffCommand.DiffWords> {

    @Command(name = "host:diff", description = "Show what two documents declare differently, each a generation or a file.", footerHeading = "%nExamples:%n", footer = {
            "  host:diff 2 3", "  host:diff 3 /etc/fairlead/host.yaml"})
    static final class DiffWords extends JsonWords {

        @Parameters(index = "0", paramLabel = GenerationWords.A, description = "A generation, as host:history numbers it, or a file.")
        String a;

        @Parameters(index = "1", paramLabel = GenerationWords.B, description = "What to compare it with.")
        String b;
    }

    /** On the declared host. */
    @Activate
    public DiffCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public DiffWords description() {
        return new DiffWords();
    }

    @Override
    protected Object run(CommandSession session, DiffWords words) {
        Invocation invocation = new Invocation(session);
        Document before = document(words.a, invocation);
        return new DiffScreen(lifecycle().diff(before, document(words.b, invocation)));
    }

    private Document document(String word, Invocation invocation) {
        OptionalInt number = WholeNumber.parse(word);
        return number.isPresent() && number.getAsInt() > 0
                ? lifecycle().generation(number.getAsInt()).document()
                : invocation.document(word);
    }
}
