package io.fairlead.shell.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.Sriov;
import io.fairlead.shell.internal.words.Choice;
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
import picocli.CommandLine.Parameters;

/** {@code sriov:setEswitch}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=setEswitch"})
public final class SetEswitchCommand extends TypedCommand<SetEswitchCommand.SetEswitchWords> {

    @Command(name = "sriov:setEswitch", description = "Set the eswitch mode of a PF. With switchdev each VF has a representor on the host, with legacy none. Its VFs are made or bound anew where the NIC wants it; refused while somebody holds one.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:setEswitch ens2f0np0 switchdev", "  sriov:setEswitch ens2f0np0 legacy"})
    static final class SetEswitchWords extends PfWords {

        @Parameters(index = "1", paramLabel = "legacy|switchdev", converter = Choice.Eswitch.class, completionCandidates = Choice.Eswitch.class, description = "The mode.")
        EswitchMode mode;
    }

    private final Optional<Sriov> sriov;

    /** On the VFs of this host. */
    @Activate
    public SetEswitchCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Sriov> sriov) {
        this.sriov = sriov;
    }

    @Override
    public SetEswitchWords description() {
        return new SetEswitchWords();
    }

    @Override
    protected Object run(CommandSession session, SetEswitchWords words) {
        return need(sriov, Sriov.class).setEswitchMode(words.pf(), words.mode);
    }
}
