package io.fairlead.shell.internal;

import io.fairlead.api.NicBidding;
import io.fairlead.shell.internal.view.BidList;
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

/** {@code nic:why}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nic",
        CommandProcessor.COMMAND_FUNCTION + "=why"})
public final class WhyCommand extends TypedCommand<WhyCommand.WhyWords> {

    @Command(name = "nic:why", description = "Show every NIC driver's bid for a PF, and which of them has it.", footerHeading = "%nExamples:%n", footer = {
            "  nic:why eno4"})
    static final class WhyWords extends PfWords {
    }

    private final Optional<NicBidding> bidding;

    @Activate
    public WhyCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NicBidding> bidding) {
        this.bidding = bidding;
    }

    @Override
    public WhyWords description() {
        return new WhyWords();
    }

    @Override
    protected Object run(CommandSession session, WhyWords words) {
        return new BidList(words.pf(), need(bidding, NicBidding.class).bids(words.pf()));
    }
}
