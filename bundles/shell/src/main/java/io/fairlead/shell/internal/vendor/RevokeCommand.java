package io.fairlead.shell.internal.vendor;

import io.fairlead.api.ClientSide;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.shell.internal.Clients;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import java.nio.charset.StandardCharsets;
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

/** {@code vendor:revoke}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=vendor",
        CommandProcessor.COMMAND_FUNCTION + "=revoke"})
public final class RevokeCommand extends VendorCommand<RevokeCommand.RevokeWords> {

    private static final String FINGERPRINT = "SHA256:";

    @Command(name = "vendor:revoke", description = "Trust a key no more: what it signed is stopped at once, and refused from now on.", footerHeading = "%nExamples:%n", footer = {
            "  vendor:revoke SHA256:J4tnfR0Nl2SgKmgZSlkKLu3v8jTbbXAqx0m0KzJ5f1s", "  vendor:revoke vendor.pub"})
    static final class RevokeWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "KEY", description = "The fingerprint of a trusted key, as vendor:trust lists it, or a file with a public key.")
        String key;
    }

    /** On the vendors' bundles. */
    @Activate
    public RevokeCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<VendorBundles> vendors) {
        super(vendors);
    }

    @Override
    public RevokeWords description() {
        return new RevokeWords();
    }

    @Override
    protected Object run(CommandSession session, RevokeWords words) {
        ClientSide client = Clients.of(session);
        String key = words.key.startsWith(FINGERPRINT)
                ? words.key
                : new String(client.readBytes(words.key, VendorBundles.LARGEST_SIGNATURE), StandardCharsets.UTF_8);
        return new RevocationScreen(vendors().revoke(key, client.user()));
    }
}
