package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.shell.internal.Ended;
import io.fairlead.shell.internal.ShellCommand;
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

/** {@code host:apply}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=apply"})
public final class ApplyCommand extends HostCommand<ApplyCommand.ApplyWords> {

    @Command(name = "host:apply", description = "Bring the host to what a document declares, on trial. All is taken back unless host:confirm follows in time, whatever dies meanwhile; and at once when a change fails, or something can no longer be reached. Nothing that is in use is taken away.", footerHeading = "%nExamples:%n", footer = {
            "  host:apply", "  host:apply --confirm 300 --why trunk", "  host:apply /root/new.yaml --yes"})
    static final class ApplyWords extends FileWords {

        @Mixin
        TryOptions options = new TryOptions();
    }

    /** On the declared host. */
    @Activate
    public ApplyCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public ApplyWords description() {
        return new ApplyWords();
    }

    @Override
    protected Object run(CommandSession session, ApplyWords words) {
        Invocation invocation = new Invocation(session);
        ApplyRequest request = words.options.request(invocation.document(words.file), Optional.empty(), invocation);
        try (ProgressLines progress = invocation.progress()) {
            Outcome outcome = lifecycle().apply(request, progress);
            return new Ended(new OutcomeScreen(outcome), ExitStatus.of(outcome));
        }
    }
}
