package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.shell.internal.Ended;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code host:confirm}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=confirm"})
public final class ConfirmCommand extends HostCommand<ConfirmCommand.ConfirmWords> {

    @Command(name = "host:confirm", description = "Keep what is tried. It then outlasts reboots, with or without Fairlead, and the host is compared with it from now on.", footerHeading = "%nExamples:%n", footer = {
            "  host:confirm"})
    static final class ConfirmWords extends JsonWords {
    }

    /** On the declared host. */
    @Activate
    public ConfirmCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public ConfirmWords description() {
        return new ConfirmWords();
    }

    @Override
    protected Object run(CommandSession session, ConfirmWords words) {
        Invocation invocation = new Invocation(session);
        try (ProgressLines progress = invocation.progress()) {
            Outcome outcome = lifecycle().confirm(progress);
            return new Ended(new OutcomeScreen(outcome), ExitStatus.of(outcome));
        }
    }
}
