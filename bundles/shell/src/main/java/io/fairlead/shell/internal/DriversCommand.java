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

/** {@code nic:drivers}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nic",
        CommandProcessor.COMMAND_FUNCTION + "=drivers"})
public final class DriversCommand extends TypedCommand<DriversCommand.DriversWords> {

    @Command(name = "nic:drivers", description = "List the NIC drivers and the PFs that each of them has. A NIC driver is the part of Fairlead that knows a vendor's NICs; it works on top of the kernel's driver.", footerHeading = "%nExamples:%n", footer = {
            "  nic:drivers"})
    static final class DriversWords extends JsonWords {
    }

    private final Optional<NicBidding> bidding;

    @Activate
    public DriversCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NicBidding> bidding) {
        this.bidding = bidding;
    }

    @Override
    public DriversWords description() {
        return new DriversWords();
    }

    @Override
    protected Object run(CommandSession session, DriversWords words) {
        return new DriverList(need(bidding, NicBidding.class).drivers());
    }
}
