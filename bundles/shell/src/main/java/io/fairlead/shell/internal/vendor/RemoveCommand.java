package io.fairlead.shell.internal.vendor;

import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.shell.internal.Clients;
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
import picocli.CommandLine.Parameters;

/** {@code vendor:remove}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=vendor",
        CommandProcessor.COMMAND_FUNCTION + "=remove"})
public final class RemoveCommand extends VendorCommand<RemoveCommand.RemoveWords> {

    @Command(name = "vendor:remove", description = "Stop a vendor's bundle and take it out; another NIC driver steps in, and VFs are not touched. A lower version of it is still refused later.", footerHeading = "%nExamples:%n", footer = {
            "  vendor:remove com.example.nic"})
    static final class RemoveWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "NAME", description = "The bundle's symbolic name.")
        String name;
    }

    /** On the vendors' bundles. */
    @Activate
    public RemoveCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<VendorBundles> vendors) {
        super(vendors);
    }

    @Override
    public RemoveWords description() {
        return new RemoveWords();
    }

    @Override
    protected Object run(CommandSession session, RemoveWords words) {
        return new BundleScreen("is taken out",
                vendors().remove(words.name, Clients.of(session).user()));
    }
}
