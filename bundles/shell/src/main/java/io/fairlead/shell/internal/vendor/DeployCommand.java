package io.fairlead.shell.internal.vendor;

import io.fairlead.api.ClientSide;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendor:deploy}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=vendor",
        CommandProcessor.COMMAND_FUNCTION + "=deploy"})
public final class DeployCommand extends VendorCommand<DeployCommand.DeployWords> {

    @Command(name = "vendor:deploy", description = "Take in a vendor's bundle, or a new version of it: FILE and its signature FILE.sig are read here, kept, verified, and run. Refused, with the reason, unless a trusted key signed it.", footerHeading = "%nExamples:%n", footer = {
            "  vendor:deploy com.example.nic-1.2.0.jar", "  vendor:deploy old.jar --force"})
    static final class DeployWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "FILE", description = "The jar, of at most 4 MiB; its signature lies beside it, with .sig after its name.")
        String file;

        @Option(names = "--force", description = "Take a version that is lower than the last that was accepted.")
        boolean force;
    }

    /** On the vendors' bundles. */
    @Activate
    public DeployCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<VendorBundles> vendors) {
        super(vendors);
    }

    @Override
    public DeployWords description() {
        return new DeployWords();
    }

    @Override
    protected Object run(CommandSession session, DeployWords words) {
        ClientSide client = Clients.of(session);
        byte[] jar = client.readBytes(words.file, VendorBundles.LARGEST_BUNDLE);
        byte[] signature = client.readBytes(words.file + VendorBundles.SIGNATURE, VendorBundles.LARGEST_SIGNATURE);
        return new BundleScreen("runs", vendors().deploy(words.file, jar, signature, words.force, client.user()));
    }
}
