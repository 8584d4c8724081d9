package io.fairlead.shell.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.NicBidding;
import io.fairlead.api.NicRecorder;
import io.fairlead.api.Sriov;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** A session of the real Gogo with our commands in it. */
final class Gogo implements AutoCloseable {

    private final CommandProcessorImpl processor = new CommandProcessorImpl(null);
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CommandSession session;

    /** With these services there. */
    Gogo(Optional<Inventory> inventory, Optional<Sriov> sriov, Optional<NicBidding> bidding,
            Optional<NicRecorder> recorder) {
        List<ShellCommand> commands = commands(inventory, sriov, bidding, recorder);
        commands.forEach(this::add);
        add(new HelpCommand(commands));
        processor.addConverter(new ResultConverter());
        PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        session = processor.createSession(new ByteArrayInputStream(new byte[0]), stream, stream);
    }

    /** With all services there. */
    Gogo(Services services) {
        this(Optional.of(services), Optional.of(services), Optional.of(services), Optional.of(services));
    }

    /** Every command but the one that explains them. */
    static List<ShellCommand> commands(Optional<Inventory> inventory, Optional<Sriov> sriov,
            Optional<NicBidding> bidding, Optional<NicRecorder> recorder) {
        return List.of(new ListCommand(inventory), new ShowCommand(inventory), new HoldersCommand(inventory),
                new SetVfsCommand(sriov, inventory), new SetVfCommand(sriov), new MeasureCommand(sriov),
                new DriversCommand(bidding), new WhyCommand(bidding), new RecordCommand(recorder),
                new SetEswitchCommand(sriov), new FirmwareCommand(sriov), new ReleaseCommand(bidding));
    }

    private void add(ShellCommand command) {
        CommandCatalog.Entry entry = CommandCatalog.entry(command);
        processor.addCommand(entry.scope(), command, entry.function());
    }

    /** Runs a line as it is typed, and answers what the shell prints for its result. */
    String run(String line) throws Exception {
        return session.format(session.execute(line), Converter.INSPECT).toString();
    }

    /** What commands printed besides their result. */
    String printed() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        session.close();
        processor.stop();
    }
}
