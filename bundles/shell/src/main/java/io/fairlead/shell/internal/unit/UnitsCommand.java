package io.fairlead.shell.internal.unit;

import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.JsonWords;
import io.fairlead.api.systemd.Units;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine.Command;

/** {@code unit:list}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=unit",
        CommandProcessor.COMMAND_FUNCTION + "=list"})
public final class UnitsCommand extends UnitCommand<UnitsCommand.UnitsWords> {

    @Command(name = "unit:list", description = "Show the units that make VFs at boot, what starts after them, and who else makes VFs at boot.", footerHeading = "%nExamples:%n", footer = {
            "  unit:list", "  unit:list --json"})
    static final class UnitsWords extends JsonWords {
    }

    @Activate
    public UnitsCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Units> units) {
        super(units);
    }

    @Override
    public UnitsWords description() {
        return new UnitsWords();
    }

    @Override
    protected Object run(CommandSession session, UnitsWords words) {
        return new UnitsScreen(units().report());
    }
}
