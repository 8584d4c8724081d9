package io.fairlead.shell.internal.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.shell.internal.Ended;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import io.fairlead.shell.internal.words.WholeNumber;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code host:rollback}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=rollback"})
public final class RollbackCommand extends HostCommand<RollbackCommand.RollbackWords> {

    @Command(name = "host:rollback", description = "Take back what is tried; or, with a generation, try its document anew. What somebody holds stays, and is taken back when they let go.", footerHeading = "%nExamples:%n", footer = {
            "  host:rollback", "  host:rollback 3 --confirm 300"})
    static final class RollbackWords extends JsonWords {

        @Parameters(index = "0", arity = "0..1", paramLabel = GenerationWords.LABEL, converter = WholeNumber.Generation.class, description = "The generation whose document to try, as host:history numbers it.")
        Integer generation;

        @Mixin
        TryOptions options = new TryOptions();
    }

    /** On the declared host. */
    @Activate
    public RollbackCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public RollbackWords description() {
        return new RollbackWords();
    }

    @Override
    protected Object run(CommandSession session, RollbackWords words) {
        if (words.generation == null && words.options.given()) {
            throw new FairleadException(Kind.USAGE,
                    "host:rollback takes --confirm, --yes and --why with a generation only, whose document is tried anew: leave them out, or name one");
        }
        Invocation invocation = new Invocation(session);
        try (ProgressLines progress = invocation.progress()) {
            Outcome outcome = words.generation == null
                    ? lifecycle().rollback(progress)
                    : lifecycle().apply(again(words, invocation), progress);
            return new Ended(new OutcomeScreen(outcome), ExitStatus.of(outcome));
        }
    }

    private ApplyRequest again(RollbackWords words, Invocation invocation) {
        return words.options.request(lifecycle().generation(words.generation).document(),
                Optional.of("back to generation %d".formatted(words.generation)), invocation);
    }
}
