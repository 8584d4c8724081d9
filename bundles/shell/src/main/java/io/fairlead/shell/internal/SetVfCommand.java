package io.fairlead.shell.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.Sriov;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.Vlan;
import io.fairlead.shell.internal.words.Choice;
import io.fairlead.shell.internal.words.DriverName;
import io.fairlead.shell.internal.words.Mac;
import io.fairlead.shell.internal.words.OnOff;
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
import picocli.CommandLine.Parameters;

/** {@code sriov:setVf}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=setVf"})
public final class SetVfCommand extends TypedCommand<SetVfCommand.SetVfWords> {

    @Command(name = "sriov:setVf", abbreviateSynopsis = true, description = "Set attributes and the driver of one VF; what is not named stays as it is.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:setVf eno4 3 --mac 52:54:00:11:22:33 --vlan 100 --trust on", "  sriov:setVf eno4 3 --vlan 0",
            "  sriov:setVf eno4 6 --driver vfio-pci"})
    static final class SetVfWords extends PfWords {

        @Parameters(index = "1", paramLabel = "INDEX", converter = WholeNumber.Index.class, description = "The VF's index on the PF, from 0.")
        int index;

        @Option(names = "--mac", paramLabel = "MAC", converter = Mac.class, description = "The MAC address; 00:00:00:00:00:00 for none.")
        MacAddress mac;

        @Option(names = "--vlan", paramLabel = "0..4094", converter = WholeNumber.VlanId.class, description = "The VLAN that the NIC adds and takes away; 0 for none.")
        Integer vlan;

        @Option(names = "--qos", paramLabel = "0..7", converter = WholeNumber.Qos.class, description = "The priority in the VLAN's tag; 0 if not given.")
        Integer qos;

        @Option(names = "--proto", paramLabel = "802.1Q|802.1ad", converter = Choice.Protocol.class, completionCandidates = Choice.Protocol.class, description = "The protocol of the VLAN's tag; 802.1Q if not given.")
        Vlan.Protocol protocol;

        @Option(names = "--spoof", paramLabel = "on|off", converter = Choice.Switch.class, completionCandidates = Choice.Switch.class, description = "Whether the NIC drops frames with another source address than the VF's.")
        OnOff spoofCheck;

        @Option(names = "--trust", paramLabel = "on|off", converter = Choice.Switch.class, completionCandidates = Choice.Switch.class, description = "Whether the VF may go promiscuous and change its own MAC address.")
        OnOff trust;

        @Option(names = "--state", paramLabel = "auto|on|off", converter = Choice.Link.class, completionCandidates = Choice.Link.class, description = "The link that the VF sees: the PF's own, always on, or always off.")
        LinkState state;

        @Option(names = "--min-rate", paramLabel = "MBIT/S", converter = WholeNumber.Rate.class, description = "The guaranteed transmit rate; 0 for none.")
        Integer minRate;

        @Option(names = "--max-rate", paramLabel = "MBIT/S", converter = WholeNumber.Rate.class, description = "The limit of the transmit rate; 0 for none.")
        Integer maxRate;

        @Option(names = "--driver", paramLabel = "NAME|none", converter = DriverName.class, completionCandidates = DriverName.class, description = "The kernel driver to bind to the VF, or none.")
        VfDriver driver;
    }

    private final Optional<Sriov> sriov;

    @Activate
    public SetVfCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Sriov> sriov) {
        this.sriov = sriov;
    }

    @Override
    public SetVfWords description() {
        return new SetVfWords();
    }

    @Override
    protected Object run(CommandSession session, SetVfWords words) {
        VfAttributes wanted = attributes(words);
        Optional<VfDriver> driver = Optional.ofNullable(words.driver);
        if (wanted.equals(VfAttributes.NONE) && driver.isEmpty()) {
            throw new FairleadException(Kind.USAGE,
                    "sriov:setVf was told of nothing to set: give at least one option, see sriov:setVf --help");
        }
        return need(sriov, Sriov.class).setVf(words.pf(), words.index, wanted, driver);
    }

    private static VfAttributes attributes(SetVfWords words) {
        refuseHighMinimum(words);
        return new VfAttributes(Optional.ofNullable(words.mac), vlan(words), OnOff.wanted(words.spoofCheck),
                OnOff.wanted(words.trust), Optional.ofNullable(words.state), Optional.ofNullable(words.minRate),
                Optional.ofNullable(words.maxRate));
    }

    private static Optional<Vlan> vlan(SetVfWords words) {
        boolean tagged = words.vlan != null && words.vlan != 0;
        if (!tagged && words.qos != null) {
            throw needsVlan("--qos " + words.qos);
        }
        if (!tagged && words.protocol != null) {
            throw needsVlan("--proto " + words.protocol.label());
        }
        return Optional.ofNullable(words.vlan).map(id -> new Vlan(id, Optional.ofNullable(words.qos).orElse(0),
                Optional.ofNullable(words.protocol).orElse(Vlan.Protocol.DOT1Q)));
    }

    private static FairleadException needsVlan(String option) {
        return new FairleadException(Kind.USAGE,
                "%s is part of a VLAN's tag: give it together with --vlan 1..4094".formatted(option));
    }

    private static void refuseHighMinimum(SetVfWords words) {
        if (words.minRate != null && words.maxRate != null && words.maxRate != 0 && words.minRate > words.maxRate) {
            throw new FairleadException(Kind.USAGE,
                    "--min-rate %d is above --max-rate %d: give a minimum of at most the maximum, or a maximum of 0 for none"
                            .formatted(words.minRate, words.maxRate));
        }
    }
}
