package io.fairlead.shell.internal.nm;

import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.PfWords;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code nm:manage}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nm",
        CommandProcessor.COMMAND_FUNCTION + "=manage"})
public final class ManageCommand extends NmCommand<ManageCommand.ManageWords> {

    @Command(name = "nm:manage", description = "Give the VFs of a PF back to NetworkManager: takes away what nm:unmanage wrote, and tells it to manage them.", footerHeading = "%nExamples:%n", footer = {
            "  nm:manage eno4"})
    static final class ManageWords extends PfWords {

        @Option(names = "--adopt", description = "Also files of ours that somebody changed since.")
        boolean adopt;

        @Option(names = "--force", description = "Also when VFs' interfaces are in use, and NetworkManager configures them anew.")
        boolean force;
    }

    @Activate
    public ManageCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NetworkManager> manager) {
        super(manager);
    }

    @Override
    public ManageWords description() {
        return new ManageWords();
    }

    @Override
    protected Object run(CommandSession session, ManageWords words) {
        return new NmChangeScreen(manager().manage(words.pf(), words.adopt, words.force));
    }
}
