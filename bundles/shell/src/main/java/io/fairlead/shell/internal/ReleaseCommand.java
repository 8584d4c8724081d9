package io.fairlead.shell.internal;

import io.fairlead.api.NicBidding;
import io.fairlead.shell.internal.view.DriverList;
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

/** {@code nic:release}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nic",
        CommandProcessor.COMMAND_FUNCTION + "=release"})
public final class ReleaseCommand extends TypedCommand<ReleaseCommand.ReleaseWords> {

    @Command(name = "nic:release", description = "Let a quarantined NIC driver bid again, and list all drivers. nic:drivers tells what it was quarantined for.", footerHeading = "%nExamples:%n", footer = {
            "  nic:release nvidia-mlx5"})
    static final class ReleaseWords extends JsonWords {

        @Parameters(index = "0", paramLabel = "DRIVER", description = "The driver, as nic:drivers names it.")
        String driver;
    }

    private final Optional<NicBidding> bidding;

    /** On the NIC drivers that are there. */
    @Activate
    public ReleaseCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NicBidding> bidding) {
        this.bidding = bidding;
    }

    @Override
    public ReleaseWords description() {
        return new ReleaseWords();
    }

    @Override
    protected Object run(CommandSession session, ReleaseWords words) {
        NicBidding service = need(bidding, NicBidding.class);
        service.release(words.driver);
        return new DriverList(service.drivers());
    }
}
