package io.fairlead.shell.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Sriov;
import io.fairlead.shell.internal.view.FirmwareReport;
import io.fairlead.shell.internal.words.PfWords;
import io.fairlead.shell.internal.words.WholeNumber;
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

/** {@code nic:firmware}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nic",
        CommandProcessor.COMMAND_FUNCTION + "=firmware"})
public final class FirmwareCommand extends TypedCommand<FirmwareCommand.FirmwareWords> {

    @Command(name = "nic:firmware", description = "Show how many VFs the firmware of a PF's NIC offers, or change it. A change is in force after a power cycle of the NIC, and needs --keep, since firmware cannot be tried.", footerHeading = "%nExamples:%n", footer = {
            "  nic:firmware ens2f0np0", "  nic:firmware ens2f0np0 --vfs 16 --keep"})
    static final class FirmwareWords extends PfWords {

        @Option(names = "--vfs", paramLabel = "N", converter = WholeNumber.FirmwareCount.class, description = "How many VFs; 0 switches SR-IOV off.")
        Integer vfs;

        @Option(names = "--keep", description = "Write the NIC's firmware configuration; without it nothing is done.")
        boolean keep;
    }

    private final Optional<Sriov> sriov;

    /** On the NICs of this host. */
    @Activate
    public FirmwareCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Sriov> sriov) {
        this.sriov = sriov;
    }

    @Override
    public FirmwareWords description() {
        return new FirmwareWords();
    }

    @Override
    protected Object run(CommandSession session, FirmwareWords words) {
        Sriov service = need(sriov, Sriov.class);
        if (words.vfs == null) {
            return new FirmwareReport(words.pf(), service.firmwareVfs(words.pf()));
        }
        if (!words.keep) {
            throw new FairleadException(Kind.USAGE,
                    "nic:firmware --vfs needs --keep, and nothing was changed: the NIC keeps what is written, there is no trying it");
        }
        return service.setFirmwareVfs(words.pf(), words.vfs);
    }
}
