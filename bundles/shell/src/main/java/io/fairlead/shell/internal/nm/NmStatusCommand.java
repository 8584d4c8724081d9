package io.fairlead.shell.internal.nm;

import io.fairlead.api.networkmanager.NetworkManager;
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

/** {@code nm:status}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nm",
        CommandProcessor.COMMAND_FUNCTION + "=status"})
public final class NmStatusCommand extends NmCommand<NmStatusCommand.NmStatusWords> {

    @Command(name = "nm:status", description = "Show what NetworkManager does with each interface and why, what keeps it off VFs, and what in its configuration works against that.", footerHeading = "%nExamples:%n", footer = {
            "  nm:status", "  nm:status --json"})
    static final class NmStatusWords extends JsonWords {
    }

    @Activate
    public NmStatusCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NetworkManager> manager) {
        super(manager);
    }

    @Override
    public NmStatusWords description() {
        return new NmStatusWords();
    }

    @Override
    protected Object run(CommandSession session, NmStatusWords words) {
        return new NmScreen(manager().report());
    }
}
