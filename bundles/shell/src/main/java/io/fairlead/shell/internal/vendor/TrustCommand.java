package io.fairlead.shell.internal.vendor;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.shell.internal.Clients;
import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** {@code vendor:trust}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=vendor",
        CommandProcessor.COMMAND_FUNCTION + "=trust"})
public final class TrustCommand extends VendorCommand<TrustCommand.TrustWords> {

    @Command(name = "vendor:trust", description = "Trust a vendor's key to sign bundles of a name; what it signs runs as root. Without KEY: list the keys.", footerHeading = "%nExamples:%n", footer = {
            "  vendor:trust", "  vendor:trust vendor.pub --prefix com.example.nic"})
    static final class TrustWords extends JsonWords {

        @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "A file with a public key as ssh-keygen -t ed25519 makes it.")
        String key;

        @Option(names = "--prefix", paramLabel = "NAME", description = "What it may sign: the bundle of this symbolic name, and those whose name continues it after a dot.")
        String prefix;

        @Option(names = "--again", description = "Trust it even if it was revoked.")
        boolean again;
    }

    /** On the vendors' bundles. */
    @Activate
    public TrustCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<VendorBundles> vendors) {
        super(vendors);
    }

    @Override
    public TrustWords description() {
        return new TrustWords();
    }

    @Override
    protected Object run(CommandSession session, TrustWords words) {
        if (words.key == null) {
            return new KeyListScreen(vendors().keys());
        }
        if (words.prefix == null) {
            throw new FairleadException(Kind.USAGE,
                    "vendor:trust wants to know what the key may sign: give --prefix, such as com.example.nic");
        }
        ClientSide client = Clients.of(session);
        String key = new String(client.readBytes(words.key, VendorBundles.LARGEST_SIGNATURE), StandardCharsets.UTF_8);
        return new KeyListScreen(List.of(vendors().trust(key, words.prefix, words.again, client.user())));
    }
}
