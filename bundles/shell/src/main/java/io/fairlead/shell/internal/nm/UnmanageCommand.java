package io.fairlead.shell.internal.nm;

import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.api.resource.Persistence;
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

/** {@code nm:unmanage}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nm",
        CommandProcessor.COMMAND_FUNCTION + "=unmanage"})
public final class UnmanageCommand extends NmCommand<UnmanageCommand.UnmanageWords> {

    @Command(name = "nm:unmanage", description = "Keep NetworkManager off the VFs that a PF has and will have, whatever their names; it would run DHCP on each.", footerHeading = "%nExamples:%n", footer = {
            "  nm:unmanage eno4 --keep", "  nm:unmanage eno4 --keyfile"})
    static final class UnmanageWords extends PfWords {

        @Option(names = "--keep", description = "For good; without it the rule lies in /run, and the next boot ends it.")
        boolean keep;

        @Option(names = "--keyfile", description = "By a line in NetworkManager's own configuration, which goes by names, instead of a udev rule.")
        boolean keyfile;

        @Option(names = "--adopt", description = "Take the place of somebody else's file of the same name, and keep theirs aside.")
        boolean adopt;

        @Option(names = "--force", description = "Also when VFs' interfaces lose addresses that they have.")
        boolean force;
    }

    @Activate
    public UnmanageCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NetworkManager> manager) {
        super(manager);
    }

    @Override
    public UnmanageWords description() {
        return new UnmanageWords();
    }

    @Override
    protected Object run(CommandSession session, UnmanageWords words) {
        return new NmChangeScreen(manager().unmanage(words.pf(),
                new NetworkManager.Request(words.keep ? Persistence.KEEP : Persistence.TRY,
                        words.keyfile ? NetworkManager.Way.KEYFILE : NetworkManager.Way.UDEV_RULE, words.adopt,
                        words.force)));
    }
}
