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
import picocli.CommandLine.Option;

/** {@code unit:remove}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=unit",
        CommandProcessor.COMMAND_FUNCTION + "=remove"})
public final class UnitRemoveCommand extends UnitCommand<UnitRemoveCommand.UnitRemoveWords> {

    @Command(name = "unit:remove", description = "Take away the unit of a PF and all that was written for it; what it had taken the place of comes back. The VFs stay as they are.", footerHeading = "%nExamples:%n", footer = {
            "  unit:remove eno4"})
    static final class UnitRemoveWords extends PfWords {

        @Option(names = "--adopt", description = "Also files of ours that somebody changed since.")
        boolean adopt;
    }

    @Activate
    public UnitRemoveCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Units> units) {
        super(units);
    }

    @Override
    public UnitRemoveWords description() {
        return new UnitRemoveWords();
    }

    @Override
    protected Object run(CommandSession session, UnitRemoveWords words) {
        return new UnitChangeScreen(units().remove(words.pf(), words.adopt), true);
    }
}
