package io.fairlead.shell.internal.vendor;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.VendorBundles;
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

/** {@code vendor:list}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=vendor",
        CommandProcessor.COMMAND_FUNCTION + "=list"})
public final class VendorListCommand extends VendorCommand<VendorListCommand.VendorListWords> {

    @Command(name = "vendor:list", description = "List the vendors' bundles that were accepted, with why one does not run, and the files of the drop directory that were refused, with the reason. Ends with status 3 when something does not run or was refused.", footerHeading = "%nExamples:%n", footer = {
            "  vendor:list", "  vendor:list --json"})
    static final class VendorListWords extends JsonWords {
    }

    /** On the vendors' bundles. */
    @Activate
    public VendorListCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<VendorBundles> vendors) {
        super(vendors);
    }

    @Override
    public VendorListWords description() {
        return new VendorListWords();
    }

    @Override
    protected Object run(CommandSession session, VendorListWords words) {
        VendorListScreen screen = new VendorListScreen(vendors().bundles(), vendors().refusals());
        return new Ended(screen, screen.isWell() ? 0 : Kind.NOT_CAPABLE.exitStatus());
    }
}
