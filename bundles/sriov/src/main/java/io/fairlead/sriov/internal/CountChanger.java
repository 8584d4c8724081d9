package io.fairlead.sriov.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Holder;
import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import io.fairlead.host.WriterLock;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes how many VFs a PF has, by what the kernel needs and no more. */
final class CountChanger {

    /** How long a caller waits who was told that the kernel will wait for a holder. */
    private static final Duration FORCED_PATIENCE = Duration.ofSeconds(2);
    /** Removing VFs of drivers that let go: seconds at the most, also for 128 of them. */
    private static final Duration REMOVAL = Duration.ofSeconds(60);

    private final HostFiles files;
    private final Inventory inventory;
    private final NicUse nics;
    private final SlowOperations operations;
    private final WriterLock writer;

    CountChanger(HostFiles files, Inventory inventory, NicUse nics, SlowOperations operations, WriterLock writer) {
        this.files = files;
        this.inventory = inventory;
        this.nics = nics;
        this.operations = operations;
        this.writer = writer;
    }

    /** What was asked for, beside the PF. */
    record Request(int count, Optional<Boolean> probe, boolean force) {
    }

    CountChange change(String name, Request request) {
        PhysicalFunction pf = inventory.physicalFunction(name);
        checkRange(pf, request.count());
        boolean probeDiffers = request.probe().filter(probe -> probe != pf.probe()).isPresent();
        if (request.count() == pf.numVfs() && !probeDiffers && !unfinished(pf)) {
            return new CountChange(pf.label(), pf.numVfs(), pf.numVfs(), request.count(), false, List.of(),
                    Optional.empty());
        }
        if (probeDiffers && !files.exists(Sysfs.device(pf.pci()).resolve(Sysfs.AUTOPROBE))) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s always probes drivers: its kernel has no sriov_drivers_autoprobe; leave --probe out"
                            .formatted(pf.label()));
        }
        writer.claim();
        refuseUnfinished(pf);
        boolean removes = pf.numVfs() > 0 && request.count() != pf.numVfs();
        if (removes && !request.force()) {
            refuseHeld(pf, request.count());
        }
        return carryOut(pf, request, probeDiffers);
    }

    private CountChange carryOut(PhysicalFunction pf, Request request, boolean probeDiffers) {
        List<String> notes = new ArrayList<>();
        List<String> waitingFor = pf.functions().stream().flatMap(vf -> vf.holders().stream())
                .filter(Holder::blocksRemoval).map(Holder::describe).distinct().toList();
        boolean recreates = request.count() != pf.numVfs();
        VfCreation creation = request.count() > 0 ? nics.creation(pf, request.count()) : new VfCreation(false, REMOVAL);
        SlowOperation operation = new SlowOperation(pf.pci(), describe(pf, request.count()),
                recreates ? waitingFor : List.of(), creation.settleTime().plus(REMOVAL),
                steps(pf, request, probeDiffers, creation));
        Duration patience = operation.waitingFor().isEmpty() ? operation.bound() : FORCED_PATIENCE;
        Outcome outcome = operations.run(operation, patience);
        if (pf.numVfs() > 0 && request.count() > 0 && recreates) {
            notes.add("from %d VFs to %d the kernel goes through 0: all VFs are new, without the "
                    .formatted(pf.numVfs(), request.count()) + "attributes they had");
        }
        if (probeDiffers && !recreates && pf.numVfs() > 0) {
            notes.add("the VFs that exist keep their drivers: probing concerns new VFs alone");
        }
        return switch (outcome) {
            case Outcome.Done() -> readBack(pf, request, notes);
            case Outcome.Failed failed -> throw failure(pf, request, failed, creation);
            case Outcome.Unfinished unfinished -> new CountChange(pf.label(), pf.numVfs(),
                    inventory.physicalFunction(pf.pci().toString()).numVfs(), request.count(), true, notes,
                    Optional.of(unfinished.record()));
        };
    }

    private static List<Step> steps(PhysicalFunction pf, Request request, boolean probeDiffers, VfCreation creation) {
        HostPath device = Sysfs.device(pf.pci());
        HostPath count = device.resolve(Sysfs.NUM_VFS);
        List<Step> steps = new ArrayList<>();
        boolean recreates = request.count() != pf.numVfs();
        if (recreates && pf.numVfs() > 0) {
            steps.add(new Step.Write(count, "0"));
            steps.add(new Step.AwaitVfs(device, 0, REMOVAL));
        }
        if (probeDiffers) {
            steps.add(new Step.Write(device.resolve(Sysfs.AUTOPROBE), request.probe().orElseThrow() ? "1" : "0"));
        }
        if (recreates && request.count() > 0) {
            if (creation.interfaceUpFirst()) {
                pf.name().ifPresent(name -> steps.add(new Step.SetUp(name)));
            }
            steps.add(new Step.Write(count, String.valueOf(request.count())));
            steps.add(new Step.AwaitVfs(device, request.count(), creation.settleTime()));
        }
        return steps;
    }

    private CountChange readBack(PhysicalFunction before, Request request, List<String> notes) {
        PhysicalFunction after = inventory.physicalFunction(before.pci().toString());
        if (after.numVfs() != request.count()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s has %d VFs, though the kernel took %d: the driver's reason is in the kernel log (dmesg)"
                            .formatted(before.label(), after.numVfs(), request.count()));
        }
        return new CountChange(after.label(), before.numVfs(), after.numVfs(), request.count(), true, notes,
                Optional.empty());
    }

    private static String describe(PhysicalFunction pf, int count) {
        return "set the VFs of %s from %d to %d".formatted(pf.label(), pf.numVfs(), count);
    }

    private static void checkRange(PhysicalFunction pf, int count) {
        int most = pf.totalVfs().orElse(Integer.MAX_VALUE);
        if (count < 0 || count > most) {
            throw new FairleadException(Kind.USAGE, "%d VFs on %s are out of range: give %s".formatted(count,
                    pf.label(), pf.totalVfs().map("0 to %d"::formatted).orElse("0 or more")));
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

    private static void refuseHeld(PhysicalFunction pf, int count) {
        List<VirtualFunction> held = pf.functions().stream().filter(vf -> !vf.holders().isEmpty()).toList();
        String way = count == 0
                ? "to remove its VFs"
                : "to go from %d VFs to %d the kernel removes all of them first"
                        .formatted(pf.numVfs(), count);
        if (!held.isEmpty()) {
            throw new FairleadException(Kind.IN_USE, "%s is in use (%s) and nothing was changed: %s; end that use, or "
                    .formatted(pf.label(), HeldBy.describe(held), way) + "take them away with --force");
        }
        if (!pf.holdersUnknown().isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "it cannot be told who uses the VFs of %s (%s), so nothing was changed: cure that, or go on with "
                            .formatted(pf.label(), String.join("; ", pf.holdersUnknown())) + "--force");
        }
    }

    private FairleadException failure(PhysicalFunction pf, Request request, Outcome.Failed failed,
            VfCreation creation) {
        int left = numVfs(pf);
        boolean lost = left == 0 && pf.numVfs() > 0 && request.count() > 0;
        if (lost) {
            putBack(pf, creation);
        }
        int now = lost ? numVfs(pf) : left;
        String advice = KernelWords.advice(failed.error());
        return new FairleadException(Kind.HOST_FAILED, "%s has %d VFs now, not %d: %s%s%s".formatted(pf.label(), now,
                request.count(), failed.error(), advice.isEmpty() ? "" : ": " + advice,
                lost && now > 0 ? "; they were made anew, without the attributes they had" : ""));
    }

    /** The old VFs had to go before the new count was tried: their number, at least, was possible. */
    private void putBack(PhysicalFunction pf, VfCreation creation) {
        HostPath device = Sysfs.device(pf.pci());
        operations.run(
                new SlowOperation(pf.pci(), "put back the %d VFs of %s".formatted(pf.numVfs(), pf.label()), List.of(),
                        creation.settleTime().plus(REMOVAL),
                        List.of(new Step.Write(device.resolve(Sysfs.NUM_VFS), String.valueOf(pf.numVfs())),
                                new Step.AwaitVfs(device, pf.numVfs(), creation.settleTime()))),
                creation.settleTime().plus(REMOVAL));
    }

    private int numVfs(PhysicalFunction pf) {
        return inventory.physicalFunction(pf.pci().toString()).numVfs();
    }
}
