package io.fairlead.shell.internal.unit;

import io.fairlead.api.resource.Persistence;
import io.fairlead.shell.internal.words.Choice;
import io.fairlead.shell.internal.words.OnOff;
import io.fairlead.shell.internal.words.WholeNumber;
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

/** {@code unit:install}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=unit",
        CommandProcessor.COMMAND_FUNCTION + "=install"})
public final class UnitInstallCommand extends UnitCommand<UnitInstallCommand.UnitInstallWords> {

    @Command(name = "unit:install", description = "Have systemd make the VFs of a PF, now and, with --keep, at every boot before libvirt starts, with no Fairlead there. What is not said is taken from the PF as it is now, the VFs' attributes and drivers too.", footerHeading = "%nExamples:%n", footer = {
            "  unit:install eno4 --vfs 7 --probe off --keep", "  unit:install eno4"})
    static final class UnitInstallWords extends PfWords {

        @Option(names = "--vfs", paramLabel = "N", converter = WholeNumber.Count.class, description = "How many VFs.")
        Integer vfs;

        @Option(names = "--probe", paramLabel = "on|off", converter = Choice.Switch.class, completionCandidates = Choice.Switch.class, description = "Whether the kernel binds its drivers to new VFs.")
        OnOff probe;

        @Option(names = "--keep", description = "At every boot; without it the unit lies in /run, and the next boot ends it.")
        boolean keep;

        @Option(names = "--adopt", description = "Take the place of somebody else's files of the same names, and keep theirs aside.")
        boolean adopt;
    }

    @Activate
    public UnitInstallCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Units> units) {
        super(units);
    }

    @Override
    public UnitInstallWords description() {
        return new UnitInstallWords();
    }

    @Override
    protected Object run(CommandSession session, UnitInstallWords words) {
        return new UnitChangeScreen(units().install(words.pf(),
                new Units.Request(Optional.ofNullable(words.vfs), OnOff.wanted(words.probe),
                        words.keep ? Persistence.KEEP : Persistence.TRY, words.adopt)),
                false);
    }
}
