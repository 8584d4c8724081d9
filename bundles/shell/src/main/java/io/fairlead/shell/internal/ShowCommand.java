package io.fairlead.shell.internal;

import io.fairlead.api.Inventory;
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

/** {@code sriov:show}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=show"})
public final class ShowCommand extends TypedCommand<ShowCommand.ShowWords> {

    @Command(name = "sriov:show", description = "Show a PF and each of its VFs.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:show eno4", "  sriov:show 0000:01:00.0 --json"})
    static final class ShowWords extends PfWords {
    }

    private final Optional<Inventory> inventory;

    @Activate
    public ShowCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Inventory> inventory) {
        this.inventory = inventory;
    }

    @Override
    public ShowWords description() {
        return new ShowWords();
    }

    @Override
    protected Object run(CommandSession session, ShowWords words) {
        return need(inventory, Inventory.class).physicalFunction(words.pf());
    }
}
