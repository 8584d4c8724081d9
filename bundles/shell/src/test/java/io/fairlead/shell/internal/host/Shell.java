package io.fairlead.shell.internal.host;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.shell.internal.ResultConverter;
import io.fairlead.shell.internal.ShellCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import picocli.CommandLine.Model.CommandSpec;

/** A session of the real Gogo with the commands of the scope host, and somebody who gives them. */
final class Shell implements ClientSide {

    final Answers host = new Answers();
    final Map<String, String> files = new HashMap<>(Map.of("/etc/fairlead/host.yaml", "kernel: {}\n"));
    final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<HostCheck> checks;
    boolean terminal;
    boolean known = true;
    String input = "";
    /** How the last command ended. */
    int status;

    Shell(HostCheck... checks) {
        this.checks = List.of(checks);
    }

    /** All commands of the scope. */
    List<ShellCommand> commands() {
        return commands(Optional.of(host), checks);
    }

    static List<ShellCommand> commands(Optional<Answers> host, List<HostCheck> checks) {
        return List.of(new PlanCommand(host.map(it -> it)), new ApplyCommand(host.map(it -> it)),
                new ConfirmCommand(host.map(it -> it)), new RollbackCommand(host.map(it -> it)),
                new HistoryCommand(host.map(it -> it)), new DiffCommand(host.map(it -> it)),
                new StatusCommand(host.map(it -> it)),
                new ImportCommand(host.map(it -> it), host.map(it -> it)), new CheckCommand(checks),
                new EjectCommand(host.map(it -> it)), new SchemaCommand(host.map(it -> it)));
    }

    /** Runs a line as it is typed; answers what is printed of its result. */
    String run(String line) throws Exception {
        return run(line, commands());
    }

    String run(String line, List<ShellCommand> commands) throws Exception {
        CommandProcessorImpl processor = new CommandProcessorImpl(null);
        commands.forEach(command -> {
            String[] name = CommandSpec.forAnnotatedObject(command.description()).name().split(":", 2);
            processor.addCommand(name[0], command, name[1]);
        });
        processor.addConverter(new ResultConverter());
        status = 0;
        told.reset();
        printed.reset();
        try (CommandSession session = processor.createSession(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(told, true, StandardCharsets.UTF_8))) {
            if (known) {
                session.put(VARIABLE, this);
            }
            session.setJobListener((job, _, now) -> {
                if (now == Job.Status.Done && job.parent() == null && job.result() != null) {
                    status = job.result().error();
                }
            });
            Object result = session.execute(line);
            return result == null
                    ? printed.toString(StandardCharsets.UTF_8).stripTrailing()
                    : session.format(result, Converter.INSPECT).toString();
        } finally {
            processor.stop();
        }
    }

    /** What was told beside the result. */
    String told() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String readFile(String path) {
        return Optional.ofNullable(files.get(path)).orElseThrow(
                () -> new FairleadException(Kind.USAGE, "%s cannot be read: no such file".formatted(path)));
    }

    @Override
    public byte[] readBytes(String path, int atMost) {
        return readFile(path).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public long uid() {
        return 1000;
    }

    @Override
    public String user() {
        return "alice";
    }

    @Override
    public boolean terminal() {
        return terminal;
    }
}
