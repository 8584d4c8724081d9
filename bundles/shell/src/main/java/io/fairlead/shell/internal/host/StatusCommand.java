package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Lifecycle;
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

/** {@code host:status}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=status"})
public final class StatusCommand extends HostCommand<StatusCommand.StatusWords> {

    @Command(name = "host:status", description = "Show how the host stands to what was confirmed for it: first what is wrong, and what to do. Ends with status 0 when all is as confirmed or nothing was declared, 5 when something waits or is under way, 4 when somebody changed something or it is stuck.", footerHeading = "%nExamples:%n", footer = {
            "  host:status", "  host:status --json"})
    static final class StatusWords extends JsonWords {
    }

    /** On the declared host. */
    @Activate
    public StatusCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public StatusWords description() {
        return new StatusWords();
    }

    @Override
    protected Object run(CommandSession session, StatusWords words) {
        HostStatus status = lifecycle().status();
        return new Ended(new StatusScreen(status), ExitStatus.of(status.state()));
    }
}
