package io.fairlead.shell.internal.unit;

import io.fairlead.shell.internal.ShellCommand;
import io.fairlead.shell.internal.words.PfWords;
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

/** {@code unit:status}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=unit",
        CommandProcessor.COMMAND_FUNCTION + "=status"})
public final class UnitStatusCommand extends UnitCommand<UnitStatusCommand.UnitStatusWords> {

    @Command(name = "unit:status", description = "Show the unit that makes the VFs of a PF at boot: what systemd says of it, what it is to make, in which the PF is not so, and what it wrote last.", footerHeading = "%nExamples:%n", footer = {
            "  unit:status eno4"})
    static final class UnitStatusWords extends PfWords {
    }

    @Activate
    public UnitStatusCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Units> units) {
        super(units);
    }

    @Override
    public UnitStatusWords description() {
        return new UnitStatusWords();
    }

    @Override
    protected Object run(CommandSession session, UnitStatusWords words) {
        return new UnitScreen(units().unit(words.pf()));
    }
}
