package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.libvirt.LibvirtHosts;
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

/** {@code libvirt:guests}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=libvirt",
        CommandProcessor.COMMAND_FUNCTION + "=guests"})
public final class GuestsCommand extends LibvirtCommand<GuestsCommand.GuestsWords> {

    @Command(name = "libvirt:guests", description = "Show which guest has which VF, or takes one when it starts. What a guest's metadata wishes for its VF (trust, spoof check, rates, link state) is shown with what of it is granted.", footerHeading = "%nExamples:%n", footer = {
            "  libvirt:guests", "  libvirt:guests --json"})
    static final class GuestsWords extends JsonWords {
    }

    @Activate
    public GuestsCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<LibvirtHosts> libvirt) {
        super(libvirt);
    }

    @Override
    public GuestsWords description() {
        return new GuestsWords();
    }

    @Override
    protected Object run(CommandSession session, GuestsWords words) {
        return new GuestScreen(libvirt().guests());
    }
}
