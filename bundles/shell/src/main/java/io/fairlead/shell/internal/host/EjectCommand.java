package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.Lifecycle;
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

/** {@code host:eject}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=host",
        CommandProcessor.COMMAND_FUNCTION + "=eject"})
public final class EjectCommand extends HostCommand<EjectCommand.EjectWords> {

    @Command(name = "host:eject", description = "Let go of the host. The native files stay and do their work without Fairlead, and are listed; all that Fairlead knows of them is forgotten.", footerHeading = "%nExamples:%n", footer = {
            "  host:eject"})
    static final class EjectWords extends JsonWords {
    }

    /** On the declared host. */
    @Activate
    public EjectCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Lifecycle> lifecycle) {
        super(lifecycle);
    }

    @Override
    public EjectWords description() {
        return new EjectWords();
    }

    @Override
    protected Object run(CommandSession session, EjectWords words) {
        return new EjectScreen(lifecycle().eject());
    }
}
