package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Operation;
import io.fairlead.api.Operation.State;
import io.fairlead.api.PciAddress;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs each operation in a virtual thread, which stands for the child process of a real host: no end of the caller stops
 * it, and it keeps no JVM alive.
 */
public final class SimulatedOperations implements SlowOperations {

    private final Machine machine;
    private final KernelWrites kernel;
    /** Guarded by the machine's lock, as are the fields of its values. */
    private final Map<PciAddress, Running> known = new HashMap<>();

    /** The slow operations of this machine. */
    public SimulatedOperations(Machine machine) {
        this.machine = machine;
        this.kernel = new KernelWrites(machine);
    }

    /** Writes to a sysfs attribute with the caller's own hands: for preparing a host, never for what is tested. */
    public void write(HostPath file, String value) {
        machine.monitor.change(() -> {
            try {
                kernel.write(file, value);
            } catch (KernelError e) {
                throw new IllegalStateException("%s=%s: %s".formatted(file.path(), value, e.getMessage()), e);
            }
        });
    }

    @Override
    public Outcome run(SlowOperation operation, Duration patience) {
        machine.monitor.lock();
        try {
            Running running = start(operation);
            boolean waited = machine.monitor.awaitInterruptibly(
                    () -> running.outcome.isPresent() || (machine.hurried && running.waits(machine)),
                    machine.monitor.now().plus(patience));
            if (waited && running.outcome.isPresent()) {
                known.remove(operation.function(), running);
                return running.outcome.get();
            }
            running.left = true;
            return new Outcome.Unfinished(running.record(machine));
        } finally {
            machine.monitor.unlock();
        }
    }

    @Override
    public Map<PciAddress, Operation> records() {
        return machine.monitor.locked(() -> {
            Map<PciAddress, Operation> records = new HashMap<>();
            known.forEach((function, running) -> records.put(function, running.record(machine)));
            return records;
        });
    }

    private Running start(SlowOperation operation) {
        Running before = known.get(operation.function());
        if (before != null && before.outcome.isEmpty()) {
            throw new FairleadException(Kind.BUSY,
                    "%s: the operation '%s' is unfinished: it completes by itself, ask again then"
                            .formatted(operation.function(), before.operation.what()));
        }
        Running running = new Running(operation, machine.monitor.now());
        known.put(operation.function(), running);
        running.thread = Thread.ofVirtual().name("operation on " + operation.function())
                .start(() -> machine.monitor.change(() -> end(running, perform(operation.steps()))));
        return running;
    }

    private void end(Running running, Outcome outcome) {
        running.outcome = Optional.of(outcome);
        if (running.left && outcome instanceof Outcome.Done) {
            known.remove(running.operation.function(), running);
        }
    }

    private Outcome perform(List<Step> steps) {
        for (Step step : steps) {
            Optional<String> error = perform(step);
            if (error.isPresent()) {
                return new Outcome.Failed(step, error.get());
            }
        }
        return new Outcome.Done();
    }

    private Optional<String> perform(Step step) {
        try {
            switch (step) {
                case Step.Write(HostPath file, String value) -> kernel.write(file, value);
                case Step.SetUp(String name) -> {
                    return kernel.setUp(name);
                }
                case Step.AwaitVfs(HostPath pf, int count, Duration settleTime) -> {
                    return awaitVfs(kernel.physicalFunction(pf), count, settleTime);
                }
            }
            return Optional.empty();
        } catch (KernelError e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Where nothing is to come any more, the settle time counts as over at once: tests need not sit it out. */
    private Optional<String> awaitVfs(SriovCapability sriov, int count, Duration settleTime) {
        boolean _ = machine.monitor.awaitUninterruptibly(() -> sriov.linked.size() == count || !sriov.linksToCome(),
                machine.monitor.now().plus(settleTime));
        int linked = sriov.linked.size();
        return linked == count
                ? Optional.empty()
                : Optional.of(
                        "the kernel took %d, but there were %d after %d s; the driver's reason is in the kernel log (dmesg)"
                                .formatted(count, linked, settleTime.toSeconds()));
    }

    /** One operation and what became of it. */
    private static final class Running {

        final SlowOperation operation;
        final Instant since;
        Thread thread;
        Optional<Outcome> outcome = Optional.empty();
        boolean left;

        Running(SlowOperation operation, Instant since) {
            this.operation = operation;
            this.since = since;
        }

        boolean waits(Machine machine) {
            return machine.blocked.contains(thread);
        }

        Operation record(Machine machine) {
            String error = outcome.filter(Outcome.Failed.class::isInstance).map(Outcome.Failed.class::cast)
                    .map(Outcome.Failed::error).orElse("");
            boolean late = machine.monitor.now().isAfter(since.plus(operation.bound()));
            State state = outcome.isPresent()
                    ? State.FAILED
                    : waits(machine) || late ? State.STUCK : State.RUNNING;
            return new Operation(operation.what(), since, state, operation.waitingFor(), error);
        }
    }
}
