package io.fairlead.shell.internal;

import io.fairlead.api.NicRecorder;
import io.fairlead.shell.internal.view.Json;
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

/** {@code nic:record}. */
@Component(service = ShellCommand.class, property = {CommandProcessor.COMMAND_SCOPE + "=nic",
        CommandProcessor.COMMAND_FUNCTION + "=record"})
public final class RecordCommand extends TypedCommand<RecordCommand.RecordWords> {

    @Command(name = "nic:record", description = {
            "Record a PF for whoever writes its NIC driver, as JSON. That is what sysfs, ip, ethtool, devlink and lspci "
                    + "say of it and of its first VF; addresses and serial numbers are replaced, and nothing is changed."}, footerHeading = "%nExamples:%n", footer = {
                            "  nic:record eno4", "  nic:record 0000:01:00.0"})
    static final class RecordWords extends PfWords {
    }

    private final Optional<NicRecorder> recorder;

    @Activate
    public RecordCommand(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NicRecorder> recorder) {
        this.recorder = recorder;
    }

    @Override
    public RecordWords description() {
        return new RecordWords();
    }

    /** A recording has one form. */
    @Override
    protected Object run(CommandSession session, RecordWords words) {
        return new Json(need(recorder, NicRecorder.class).record(words.pf()));
    }
}
