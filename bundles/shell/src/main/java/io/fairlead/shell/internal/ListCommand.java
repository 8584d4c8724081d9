package io.fairlead.shell.internal;

import io.fairlead.api.Inventory;
import io.fairlead.shell.internal.view.PfList;
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

/** {@code sriov:list}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=list"})
public final class ListCommand extends TypedCommand<ListCommand.ListWords> {

    @Command(name = "sriov:list", description = "List the physical functions (PFs) of the host, their VFs and who uses them.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:list", "  sriov:list --json"})
    static final class ListWords extends JsonWords {
    }

    private final Optional<Inventory> inventory;

    @Activate
    public ListCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> inventory) {
        this.inventory = inventory;
    }

    @Override
    public ListWords description() {
        return new ListWords();
    }

    @Override
    protected Object run(CommandSession session, ListWords words) {
        return new PfList(need(inventory, Inventory.class).physicalFunctions());
    }
}
