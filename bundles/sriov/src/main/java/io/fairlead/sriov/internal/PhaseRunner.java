package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostEvents;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Carries out the phases of one change of a PF. To be used once. */
final class PhaseRunner {

    /** Events may be missed. */
    private static final Duration SWEEP = Duration.ofMillis(500);

    private final Inventory inventory;
    private final SlowOperations operations;
    private final Devlink devlink;
    private final HostEvents events;
    private final PhysicalFunction pf;
    private final String what;
    private final List<String> notes = new ArrayList<>();

    PhaseRunner(Inventory inventory, SlowOperations operations, Devlink devlink, HostEvents events,
            PhysicalFunction pf, String what) {
        this.inventory = inventory;
        this.operations = operations;
        this.devlink = devlink;
        this.events = events;
        this.pf = pf;
        this.what = what;
    }

    /** What the user should know. */
    List<String> notes() {
        return notes;
    }

    /**
     * Carries them out until one is not done.
     *
     * @param waitingFor whom the kernel will wait for
     * @throws FairleadException when the eswitch mode is not taken
     */
    Outcome run(List<Phase> phases, List<String> waitingFor, Duration bound, Duration patience) {
        for (int i = 0; i < phases.size(); i++) {
            Outcome outcome;
            try {
                outcome = run(phases.get(i), waitingFor, bound, patience);
            } catch (FairleadException e) {
                bindAll(phases.subList(i + 1, phases.size()), bound);
                throw e;
            }
            switch (outcome) {
                case Outcome.Done() -> {
                }
                case Outcome.Failed failed -> {
                    bindAll(phases.subList(i + 1, phases.size()), bound);
                    return failed;
                }
                case Outcome.Unfinished unfinished -> {
                    if (phases.stream().anyMatch(Phase.Mode.class::isInstance)) {
                        notes.add(
                                "what the kernel does goes on by itself, but the eswitch mode does not: when it has ended, set that with sriov:setEswitch");
                    }
                    return unfinished;
                }
            }
        }
        return new Outcome.Done();
    }

    private Outcome run(Phase phase, List<String> waitingFor, Duration bound, Duration patience) {
        return switch (phase) {
            case Phase.Kernel(List<Step> steps) -> operate(steps, waitingFor, bound, patience);
            case Phase.Mode(EswitchMode mode) -> set(mode);
            case Phase.Bind(Optional<Boolean> probe) -> bind(probe, bound);
            case Phase.AwaitInterfaces(Duration time) -> awaitInterfaces(time, bound);
        };
    }

    /** What was unbound for the sake of the mode is bound again, whatever became of that. */
    private void bindAll(List<Phase> left, Duration bound) {
        for (Phase phase : left) {
            if (phase instanceof Phase.Bind(Optional<Boolean> probe)) {
                Outcome _ = bind(probe, bound);
            }
        }
    }

    private Outcome operate(List<Step> steps, List<String> waitingFor, Duration bound, Duration patience) {
        return operations.run(new SlowOperation(pf.pci(), what, waitingFor, bound, steps), patience);
    }

    /** bnxt refuses the mode that it has. */
    private Outcome set(EswitchMode mode) {
        if (!devlink.mode(pf.pci()).equals(Optional.of(mode))) {
            devlink.set(pf.label(), pf.pci(), mode);
        }
        return new Outcome.Done();
    }

    private Outcome bind(Optional<Boolean> probe, Duration bound) {
        List<Step> steps = new ArrayList<>();
        probe.ifPresent(on -> steps
                .add(new Step.Write(Sysfs.device(pf.pci()).resolve(Sysfs.AUTOPROBE), on ? "1" : "0")));
        now().functions().stream().filter(vf -> vf.driver().isEmpty()).forEach(vf -> steps.add(probe(vf.pci())));
        return steps.isEmpty() ? new Outcome.Done() : operate(steps, List.of(), bound, bound);
    }

    private static Step probe(PciAddress vf) {
        return new Step.Write(Sysfs.DRIVERS_PROBE, vf.toString());
    }

    private Outcome awaitInterfaces(Duration time, Duration bound) {
        List<VirtualFunction> missing = withoutInterface(time);
        if (missing.isEmpty()) {
            return new Outcome.Done();
        }
        List<Step> steps = new ArrayList<>();
        for (VirtualFunction vf : missing) {
            steps.add(new Step.Write(Sysfs.device(vf.pci()).resolve("driver/unbind"), vf.pci().toString()));
            steps.add(probe(vf.pci()));
        }
        Outcome outcome = operate(steps, List.of(), bound, bound);
        if (outcome instanceof Outcome.Done) {
            withoutInterface(time).forEach(vf -> notes.add(
                    "VF %d has its driver %s and no interface, also after it was bound once more: see the kernel log (dmesg)"
                            .formatted(vf.index(), vf.driver().orElse("(none)"))));
        }
        return outcome;
    }

    /** The VFs that a driver has and that have no interface when the time is over; none as soon as all have one. */
    private List<VirtualFunction> withoutInterface(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        Semaphore changes = new Semaphore(0);
        try (HostEvents.Subscription _ = events.watchDevices(changes::release)) {
            while (true) {
                List<VirtualFunction> missing = now().functions().stream()
                        .filter(vf -> vf.driver().isPresent() && vf.name().isEmpty() && vf.holders().isEmpty())
                        .toList();
                long left = until - System.nanoTime();
                if (missing.isEmpty() || left <= 0) {
                    return missing;
                }
                boolean _ = changes.tryAcquire(Math.min(left, SWEEP.toNanos()), TimeUnit.NANOSECONDS);
                changes.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private PhysicalFunction now() {
        return inventory.physicalFunction(pf.pci().toString());
    }
}
