package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.host.SlowOperations;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each operation as a POSIX sh child in a session of its own and, where there is systemd, in a scope of its own, so
 * that neither a signal to our terminal nor the stop of our service ends it half-way.
 */
@Component
public final class LinuxSlowOperations implements SlowOperations {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxSlowOperations.class);
    private static final String SCRIPT = "slow-operation.sh";
    /** How often a running operation is looked at. */
    private static final long LOOK_NANOS = 1_000_000_000;

    private final HostRoots roots;
    private final OperationRecords records;
    private final KernelWaits waits;

    @Activate
    public LinuxSlowOperations(BundleContext context) {
        this(HostRoots.of(context));
    }

    LinuxSlowOperations(HostRoots roots) {
        this(roots, KernelWaits.forHolders(roots));
    }

    LinuxSlowOperations(HostRoots roots, KernelWaits waits) {
        this.roots = roots;
        this.waits = waits;
        this.records = new OperationRecords(roots, waits);
    }

    @Override
    public Map<PciAddress, Operation> records() {
        return records.all();
    }

    @Override
    public Outcome run(SlowOperation operation, Duration patience) {
        try {
            Path record = createRecord(operation);
            List<String> steps = arguments(record, operation.steps());
            Process child = start(inScope(operation, steps));
            long deadline = System.nanoTime() + patience.toNanos();
            if (!await(child, deadline)) {
                return unfinished(operation);
            }
            if (child.exitValue() != 0 && !records.started(record)) {
                LOG.debug("no scope for {}: systemd-run ended with {}", operation.function(), child.exitValue());
                child = start(inSession(steps));
                if (!await(child, deadline)) {
                    return unfinished(operation);
                }
            }
            return outcome(operation, record, child.exitValue());
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "'%s' cannot be started: %s".formatted(operation.what(), e.getMessage()), e);
        }
    }

    private Path createRecord(SlowOperation operation) throws IOException {
        Optional<Operation> earlier = records.read(operation.function());
        if (earlier.filter(o -> o.state() == Operation.State.FAILED).isPresent()) {
            records.remove(operation.function());
        }
        return records.create(operation).orElseThrow(() -> new FairleadException(Kind.BUSY,
                "%s: the operation '%s' is unfinished: it completes by itself, ask again then".formatted(
                        operation.function(), earlier.map(Operation::what).orElse("just begun by another"))));
    }

    private Outcome outcome(SlowOperation operation, Path record, int status) {
        if (status == 0) {
            return new Outcome.Done();
        }
        OperationRecords.Failure failure = records.failure(record)
                .orElse(new OperationRecords.Failure(0, "its process ended with status " + status));
        records.remove(record);
        return new Outcome.Failed(operation.steps().get(failure.step()), failure.error());
    }

    private Outcome unfinished(SlowOperation operation) {
        return records.read(operation.function()).<Outcome>map(Outcome.Unfinished::new)
                .orElseGet(Outcome.Done::new);
    }

    /**
     * An interrupted caller stops waiting; the operation goes on. So does one whose operation waits for a holder that
     * came between the look and the write.
     */
    private boolean await(Process child, long deadline) {
        try {
            boolean waited = false;
            while (!child.waitFor(Math.clamp(deadline - System.nanoTime(), 0, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
                boolean waits = this.waits.has(child.toHandle());
                // twice in a row: a holder that lets go at once is not worth a word
                if ((waits && waited) || System.nanoTime() >= deadline) {
                    return false;
                }
                waited = waits;
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<String> arguments(Path record, List<Step> steps) throws IOException {
        List<String> line = new ArrayList<>(List.of("sh", script().toString(), record.toString()));
        for (Step step : steps) {
            switch (step) {
                case Step.Write(var file, String value) -> line
                        .addAll(List.of("write", roots.resolve(file).toString(), value));
                case Step.SetUp(String name) -> line.addAll(List.of("up", name));
                case Step.AwaitVfs(var device, int count, Duration settle) -> line.addAll(List.of("await",
                        roots.resolve(device).toString(), String.valueOf(count), String.valueOf(settle.toSeconds())));
            }
        }
        return line;
    }

    /** A running shell reads its script as it goes: the new one is renamed into place, the old one stays whole. */
    private Path script() throws IOException {
        Path script = roots.ours().resolve(SCRIPT);
        Path fresh = Files.createTempFile(roots.ours(), SCRIPT, ".new");
        try (InputStream text = LinuxSlowOperations.class.getResourceAsStream(SCRIPT)) {
            Files.copy(text, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> inScope(SlowOperation operation, List<String> steps) {
        if (!Files.isDirectory(roots.run().resolve("systemd/system"))) {
            return inSession(steps);
        }
        String unit = "fairlead-%s-%d".formatted(operation.function().toString().replace(':', '-'), System.nanoTime());
        List<String> line = new ArrayList<>(List.of("systemd-run", "--scope", "--quiet", "--collect", "--unit=" + unit,
                "--description=Fairlead: " + operation.what(), "--"));
        line.addAll(steps);
        return inSession(line);
    }

    private static List<String> inSession(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(arguments);
        return line;
    }

    private static Process start(List<String> line) throws IOException {
        return new ProcessBuilder(line).redirectInput(Redirect.from(HostRoots.NULL)).redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD).start();
    }
}
