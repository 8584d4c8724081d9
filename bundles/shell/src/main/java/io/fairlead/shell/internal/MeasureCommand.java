package io.fairlead.shell.internal;

import io.fairlead.api.Sriov;
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

/** {@code sriov:measure}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=sriov",
        CommandProcessor.COMMAND_FUNCTION + "=measure"})
public final class MeasureCommand extends TypedCommand<MeasureCommand.MeasureWords> {

    @Command(name = "sriov:measure", description = "Measure the throughput between VFs, macvlans and the host. Two VFs and two macvlans of the PF are put in network namespaces, and iperf3 runs between each pair, across, and to the host; everything is put back afterwards, also after Ctrl-C.", footerHeading = "%nExamples:%n", footer = {
            "  sriov:measure eno4", "  sriov:measure eno4 --seconds 10 --json"})
    static final class MeasureWords extends PfWords {

        @Option(names = "--seconds", paramLabel = "1..60", defaultValue = "3", converter = WholeNumber.Seconds.class, description = "How long to measure each pair; ${DEFAULT-VALUE} if not given.")
        int seconds;
    }

    private final Optional<Sriov> sriov;

    @Activate
    public MeasureCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<Sriov> sriov) {
        this.sriov = sriov;
    }

    @Override
    public MeasureWords description() {
        return new MeasureWords();
    }

    @Override
    protected Object run(CommandSession session, MeasureWords words) {
        return need(sriov, Sriov.class).measure(words.pf(), words.seconds);
    }
}
