package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.VfDriver;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Binds a VF to a driver by {@code driver_override}, the one way that also works with autoprobe off
 * (pci_device_can_probe, drivers/pci/pci-driver.c).
 */
final class DriverBinder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,54}");
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final HostFiles files;
    private final FunctionTree tree;
    private final Commands commands;
    private final SlowOperations operations;

    DriverBinder(HostFiles files, Commands commands, SlowOperations operations) {
        this.files = files;
        this.tree = new FunctionTree(files);
        this.commands = commands;
        this.operations = operations;
    }

    boolean isBound(VirtualFunction vf, VfDriver choice) {
        return vf.driver().equals(wanted(choice));
    }

    /** Refuses what would take the VF from its holder, or cannot work. */
    void check(PhysicalFunction pf, VirtualFunction vf, VfDriver choice) {
        wanted(choice).filter(name -> !NAME.matcher(name).matches()).ifPresent(name -> {
            throw new FairleadException(Kind.USAGE, "%s is not the name of a kernel driver: give one such as vfio-pci"
                    .formatted(Printable.quoted(name)));
        });
        if (!vf.holders().isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "%s is in use (%s) and nothing was changed: another driver would take it away; end that use first"
                            .formatted(pf.label(), HeldBy.describe(vf)));
        }
        if (!pf.holdersUnknown().isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "it cannot be told who uses VF %d of %s (%s), so nothing was changed: cure that first"
                            .formatted(vf.index(), pf.label(), String.join("; ", pf.holdersUnknown())));
        }
    }

    void bind(PhysicalFunction pf, VirtualFunction vf, VfDriver choice) {
        Optional<String> name = wanted(choice);
        name.ifPresent(this::load);
        String what = "bind VF %d of %s to %s".formatted(vf.index(), pf.label(), name.orElse("no driver"));
        Outcome outcome = operations.run(new SlowOperation(pf.pci(), what, List.of(), BOUND, steps(vf, name)), BOUND);
        switch (outcome) {
            case Outcome.Done() -> readBack(pf, vf, name);
            case Outcome.Failed failed -> throw new FairleadException(Kind.HOST_FAILED,
                    "VF %d of %s is not bound to %s: %s".formatted(vf.index(), pf.label(), name.orElse("no driver"),
                            failed.error()));
            case Outcome.Unfinished unfinished -> throw new FairleadException(Kind.PENDING,
                    "%s: '%s' is %s, and goes on by itself".formatted(pf.label(), what,
                            unfinished.record().describe()));
        }
    }

    private static Optional<String> wanted(VfDriver choice) {
        return switch (choice) {
            case VfDriver.None() -> Optional.empty();
            case VfDriver.Named(String name) -> Optional.of(name);
        };
    }

    private void load(String driver) {
        HostPath registered = Sysfs.DRIVERS.resolve(driver);
        if (files.exists(registered)) {
            return;
        }
        Commands.Result result = commands.run(BOUND, List.of("modprobe", "--", driver));
        if (!files.exists(registered)) {
            throw new FairleadException(Kind.HOST_FAILED, "there is no kernel driver %s%s: check its name with modinfo"
                    .formatted(driver, result.error().isEmpty() ? "" : " (" + result.error() + ")"));
        }
    }

    private static List<Step> steps(VirtualFunction vf, Optional<String> name) {
        HostPath device = Sysfs.device(vf.pci());
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Write(device.resolve("driver_override"), name.orElse("")));
        if (vf.driver().isPresent()) {
            steps.add(new Step.Write(device.resolve("driver/unbind"), vf.pci().toString()));
        }
        if (name.isPresent()) {
            steps.add(new Step.Write(Sysfs.DRIVERS_PROBE, vf.pci().toString()));
        }
        return steps;
    }

    private void readBack(PhysicalFunction pf, VirtualFunction vf, Optional<String> name) {
        Optional<String> now = tree.driverOf(vf.pci());
        if (!now.equals(name)) {
            String hint = vf.iommuGroup().isEmpty()
                    ? "it has no IOMMU group, without which vfio-pci refuses it"
                    : "the driver's reason is in the kernel log (dmesg)";
            throw new FairleadException(Kind.HOST_FAILED, "VF %d of %s is bound to %s, not to %s: %s".formatted(
                    vf.index(), pf.label(), now.orElse("no driver"), name.orElse("no driver"), hint));
        }
    }
}
