package io.fairlead.shell.internal;

import io.fairlead.api.Inventory;
import io.fairlead.shell.internal.view.HolderList;
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

/** {@code sriov:holders}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=holders"})
public final class HoldersCommand extends TypedCommand<HoldersCommand.HoldersWords> {

    @Command(name = "sriov:holders", description = "Show who holds the VFs of a PF: guests, processes, network namespaces, interfaces in use.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:holders eno4"})
    static final class HoldersWords extends PfWords {
    }

    private final Optional<Inventory> inventory;

    @Activate
    public HoldersCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> inventory) {
        this.inventory = inventory;
    }

    @Override
    public HoldersWords description() {
        return new HoldersWords();
    }

    @Override
    protected Object run(CommandSession session, HoldersWords words) {
        return new HolderList(need(inventory, Inventory.class).physicalFunction(words.pf()));
    }
}
