package io.fairlead.sriov.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Holder;
import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.WriterLock;
import io.fairlead.sriov.internal.NicAllocation.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes how many VFs a PF has, by what the kernel needs and no more. */
final class CountChanger {

    private static final Logger LOG = LoggerFactory.getLogger(CountChanger.class);

    /** For a PF whose firmware has a say. */
    static final String MORE = ", or have its firmware offer more: nic:firmware";

    /** How long a caller waits who was told that the kernel will wait for a holder. */
    private static final Duration FORCED_PATIENCE = Duration.ofSeconds(2);
    /** Removing VFs of drivers that let go: seconds at the most, also for 128 of them. */
    private static final Duration REMOVAL = Duration.ofSeconds(60);

    private final HostFiles files;
    private final Inventory inventory;
    private final NicUse nics;
    private final SlowOperations operations;
    private final Devlink devlink;
    private final HostEvents events;
    private final WriterLock writer;

    CountChanger(HostFiles files, Inventory inventory, NicUse nics, SlowOperations operations, Devlink devlink,
            HostEvents events, WriterLock writer) {
        this.files = files;
        this.inventory = inventory;
        this.nics = nics;
        this.operations = operations;
        this.devlink = devlink;
        this.events = events;
        this.writer = writer;
    }

    /**
     * What was asked for, beside the PF.
     *
     * @param eswitch the mode it is to have; empty to keep it
     * @param force whether VFs that somebody holds may be removed for another count; never for another mode
     */
    record Request(int count, Optional<Boolean> probe, Optional<EswitchMode> eswitch, boolean force) {

        boolean changesMode(PhysicalFunction pf) {
            return eswitch.filter(mode -> mode != pf.eswitchMode().orElse(EswitchMode.LEGACY)).isPresent();
        }

        boolean changesProbe(PhysicalFunction pf) {
            return probe.filter(wanted -> wanted != pf.probe()).isPresent();
        }
    }

    CountChange change(String name, Request request) {
        PhysicalFunction pf = inventory.physicalFunction(name);
        checkRange(pf, request.count());
        if (request.count() == pf.numVfs() && !request.changesProbe(pf) && !request.changesMode(pf)
                && !unfinished(pf)) {
            return new CountChange(pf.label(), pf.numVfs(), pf.numVfs(), request.count(), false, List.of(),
                    Optional.empty());
        }
        if (request.changesProbe(pf) && !files.exists(Sysfs.device(pf.pci()).resolve(Sysfs.AUTOPROBE))) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s always probes drivers: its kernel has no sriov_drivers_autoprobe; leave --probe out"
                            .formatted(pf.label()));
        }
        writer.claim();
        refuseUnfinished(pf);
        try (Lease<NicUse.Rules> nic = nics.operate(pf, Math.max(request.count(), pf.numVfs()))) {
            return change(pf, request, nic.answer());
        }
    }

    private CountChange change(PhysicalFunction pf, Request request, NicUse.Rules rules) {
        if (request.changesMode(pf) && rules.eswitch().isEmpty()) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s has no eswitch mode to set, as far as its NIC driver %s knows, and nothing was changed: leave it out"
                            .formatted(pf.label(), pf.nicDriver().orElse("(none)")));
        }
        boolean removes = pf.numVfs() > 0 && Phase.recreates(pf, request, rules.eswitch());
        if (request.changesMode(pf) && pf.numVfs() > 0) {
            refuseHeld(pf, "a VF has no network while the eswitch mode is changed; end that use first", false);
        } else if (removes && !request.force()) {
            String way = request.count() == 0
                    ? "to remove its VFs"
                    : "to go from %d VFs to %d the kernel removes all of them first".formatted(pf.numVfs(),
                            request.count());
            refuseHeld(pf, way + "; end that use, or take them away with --force", true);
        }
        return carryOut(pf, request, rules);
    }

    private CountChange carryOut(PhysicalFunction pf, Request request, NicUse.Rules rules) {
        PhaseRunner runner = new PhaseRunner(inventory, operations, devlink, events, pf, describe(pf, request));
        List<Phase> phases = Phase.of(pf, request, rules, REMOVAL);
        Duration bound = rules.creation().settleTime().plus(REMOVAL);
        boolean removes = pf.numVfs() > 0 && Phase.recreates(pf, request, rules.eswitch());
        List<String> waitingFor = removes ? holdersThatBlock(pf) : List.of();
        Outcome outcome;
        try {
            outcome = runner.run(phases, waitingFor, bound, waitingFor.isEmpty() ? bound : FORCED_PATIENCE);
        } catch (FairleadException e) {
            boolean ofMode = e.kind() == Kind.HOST_FAILED && phases.stream().anyMatch(Phase.Mode.class::isInstance);
            if (!ofMode) {
                throw e;
            }
            throw failure(pf, request, e.getMessage(), rules);
        }
        List<String> notes = new ArrayList<>(runner.notes());
        if (removes && request.count() > 0) {
            notes.add(request.count() == pf.numVfs()
                    ? "for another eswitch mode this NIC must have no VFs: all VFs are new, without the attributes they had"
                    : "from %d VFs to %d the kernel goes through 0: all VFs are new, without the attributes they had"
                            .formatted(pf.numVfs(), request.count()));
        }
        if (request.changesProbe(pf) && request.count() == pf.numVfs() && pf.numVfs() > 0 && !removes) {
            notes.add("the VFs that exist keep their drivers: probing concerns new VFs alone");
        }
        return switch (outcome) {
            case Outcome.Done() -> readBack(pf, request, notes);
            case Outcome.Failed failed -> throw failure(pf, request, failed.error(), rules);
            case Outcome.Unfinished unfinished -> new CountChange(pf.label(), pf.numVfs(),
                    inventory.physicalFunction(pf.pci().toString()).numVfs(), request.count(), true, notes,
                    Optional.of(unfinished.record()));
        };
    }

    private static List<String> holdersThatBlock(PhysicalFunction pf) {
        return pf.functions().stream().flatMap(vf -> vf.holders().stream()).filter(Holder::blocksRemoval)
                .map(Holder::describe).distinct().toList();
    }

    private CountChange readBack(PhysicalFunction before, Request request, List<String> notes) {
        PhysicalFunction after = inventory.physicalFunction(before.pci().toString());
        if (after.numVfs() != request.count()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s has %d VFs, though the kernel took %d: the driver's reason is in the kernel log (dmesg)"
                            .formatted(before.label(), after.numVfs(), request.count()));
        }
        if (request.changesMode(after)) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s is in eswitch mode %s, though the kernel took %s: the driver's reason is in the kernel log (dmesg)"
                            .formatted(before.label(), after.eswitchMode().map(EswitchMode::label).orElse("unknown"),
                                    request.eswitch().map(EswitchMode::label).orElse("")));
        }
        return new CountChange(after.label(), before.numVfs(), after.numVfs(), request.count(), true, notes,
                Optional.empty());
    }

    private static String describe(PhysicalFunction pf, Request request) {
        return request.count() == pf.numVfs() && request.changesMode(pf)
                ? "set %s to eswitch mode %s".formatted(pf.label(),
                        request.eswitch().map(EswitchMode::label).orElse(""))
                : "set the VFs of %s from %d to %d".formatted(pf.label(), pf.numVfs(), request.count());
    }

    private void checkRange(PhysicalFunction pf, int count) {
        int most = pf.totalVfs().orElse(Integer.MAX_VALUE);
        if (count < 0 || count > most) {
            throw new FairleadException(Kind.USAGE, "%d VFs on %s are out of range: give %s%s".formatted(count,
                    pf.label(), pf.totalVfs().map("0 to %d"::formatted).orElse("0 or more"),
                    nics.hasFirmware(pf) ? MORE : ""));
        }
    }

    private static boolean unfinished(PhysicalFunction pf) {
        return pf.operation().filter(o -> o.state() != Operation.State.FAILED).isPresent();
    }

    private static void refuseUnfinished(PhysicalFunction pf) {
        pf.operation().filter(_ -> unfinished(pf)).ifPresent(operation -> {
            throw new FairleadException(Kind.BUSY,
                    "%s: the operation '%s' is %s: it completes by itself, ask again then".formatted(pf.label(),
                            operation.what(), operation.describe()));
        });
    }

    private static void refuseHeld(PhysicalFunction pf, String why, boolean forcible) {
        List<VirtualFunction> held = pf.functions().stream().filter(vf -> !vf.holders().isEmpty()).toList();
        if (!held.isEmpty()) {
            throw new FairleadException(Kind.IN_USE, "%s is in use (%s) and nothing was changed: %s"
                    .formatted(pf.label(), HeldBy.describe(held), why));
        }
        if (!pf.holdersUnknown().isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "it cannot be told who uses the VFs of %s (%s), so nothing was changed: cure that%s"
                            .formatted(pf.label(), String.join("; ", pf.holdersUnknown()),
                                    forcible ? ", or go on with --force" : " first"));
        }
    }

    private FairleadException failure(PhysicalFunction pf, Request request, String error, NicUse.Rules rules) {
        PhysicalFunction left = inventory.physicalFunction(pf.pci().toString());
        boolean lost = left.numVfs() == 0 && pf.numVfs() > 0 && request.count() > 0;
        if (lost) {
            putBack(pf, left, rules);
        }
        PhysicalFunction now = lost ? inventory.physicalFunction(pf.pci().toString()) : left;
        String advice = KernelWords.advice(error);
        String state = request.count() == now.numVfs() && request.changesMode(now)
                ? "%s is not in eswitch mode %s".formatted(pf.label(),
                        request.eswitch().map(EswitchMode::label).orElse(""))
                : "%s has %d VFs now, not %d".formatted(pf.label(), now.numVfs(), request.count());
        return new FairleadException(Kind.HOST_FAILED, "%s: %s%s%s".formatted(state, error,
                advice.isEmpty() ? "" : ": " + advice,
                lost && now.numVfs() > 0 ? "; they were made anew, without the attributes they had" : ""));
    }

    /** The old VFs had to go before the new count was tried: their number and mode, at least, were possible. */
    private void putBack(PhysicalFunction before, PhysicalFunction now, NicUse.Rules rules) {
        Request request = new Request(before.numVfs(), Optional.of(before.probe()), before.eswitchMode(), false);
        Duration bound = rules.creation().settleTime().plus(REMOVAL);
        try {
            Outcome _ = new PhaseRunner(inventory, operations, devlink, events, now,
                    "put back the %d VFs of %s".formatted(before.numVfs(), before.label()))
                    .run(Phase.of(now, request, rules, REMOVAL), List.of(), bound, bound);
        } catch (FairleadException e) {
            LOG.debug("The VFs of {} were not put back whole", before.label(), e);
        }
    }
}
