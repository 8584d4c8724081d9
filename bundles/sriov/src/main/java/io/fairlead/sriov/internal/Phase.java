package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Step;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A part of a change of a PF; one after another they are all of it. */
sealed interface Phase {

    /** Writes to the kernel, as one operation that goes on by itself. */
    record Kernel(List<Step> steps) implements Phase {
    }

    /** The eswitch mode is set, unless it is so. */
    record Mode(EswitchMode mode) implements Phase {
    }

    /** VFs that no driver has are offered to the kernel's drivers; and so are new ones, if {@code probe} says so. */
    record Bind(Optional<Boolean> probe) implements Phase {
    }

    /** VFs that have no interface after this time are bound once more. */
    record AwaitInterfaces(Duration time) implements Phase {
    }

    /**
     * What has to be done, in the order that the NIC wants.
     *
     * @param removal how long the removal of VFs may take
     */
    static List<Phase> of(PhysicalFunction pf, CountChanger.Request request, NicUse.Rules rules, Duration removal) {
        EswitchMode now = pf.eswitchMode().orElse(EswitchMode.LEGACY);
        EswitchMode mode = request.eswitch().orElse(now);
        boolean recreates = recreates(pf, request, rules.eswitch());
        boolean creates = recreates && request.count() > 0;
        boolean probe = request.probe().orElse(pf.probe());
        boolean early = recreates && mode != now && (mode == EswitchMode.LEGACY || isWithoutVfs(rules.eswitch()));
        boolean late = !isWithoutVfs(rules.eswitch())
                && (creates ? mode == EswitchMode.SWITCHDEV : !recreates && mode != now);
        boolean unbound = late && rules.eswitch().equals(Optional.of(EswitchOrder.WITH_VFS_UNBOUND));
        boolean probeAtCreation = probe && !(unbound && creates);

        Phases phases = new Phases(pf);
        if (recreates && pf.numVfs() > 0) {
            phases.up(rules.creation());
            phases.count(0, removal);
        }
        if (early || (!recreates && mode != now && !late)) {
            phases.add(new Mode(mode));
        }
        if (probeAtCreation != pf.probe()) {
            phases.write(Sysfs.AUTOPROBE, probeAtCreation ? "1" : "0");
        }
        if (creates) {
            phases.up(rules.creation());
            phases.count(request.count(), rules.creation().settleTime());
        }
        if (unbound && !creates) {
            phases.unbind(pf.functions());
        }
        if (late) {
            phases.add(new Mode(mode));
        }
        if (unbound && (probe || !creates)) {
            phases.add(new Bind(creates ? Optional.of(probe) : Optional.empty()));
        }
        if (creates && probe) {
            rules.creation().interfaceTime().ifPresent(time -> phases.add(new AwaitInterfaces(time)));
        }
        return phases.done();
    }

    /** Whether the VFs that are there go and come anew. */
    static boolean recreates(PhysicalFunction pf, CountChanger.Request request, Optional<EswitchOrder> order) {
        return request.count() != pf.numVfs()
                || (pf.numVfs() > 0 && isWithoutVfs(order) && request.changesMode(pf));
    }

    private static boolean isWithoutVfs(Optional<EswitchOrder> order) {
        return order.equals(Optional.of(EswitchOrder.WITHOUT_VFS));
    }

    /** Puts phases together; steps of the kernel that follow each other are one operation. */
    final class Phases {

        private final PhysicalFunction pf;
        private final HostPath device;
        private final List<Phase> phases = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();

        Phases(PhysicalFunction pf) {
            this.pf = pf;
            this.device = Sysfs.device(pf.pci());
        }

        void up(VfCreation creation) {
            pf.name().filter(_ -> creation.interfaceUpFirst()).map(Step.SetUp::new)
                    .filter(step -> !steps.contains(step)).ifPresent(steps::add);
        }

        void count(int count, Duration time) {
            write(Sysfs.NUM_VFS, String.valueOf(count));
            steps.add(new Step.AwaitVfs(device, count, time));
        }

        void write(String attribute, String value) {
            steps.add(new Step.Write(device.resolve(attribute), value));
        }

        void unbind(List<VirtualFunction> functions) {
            functions.stream().filter(vf -> vf.driver().isPresent()).forEach(vf -> steps.add(
                    new Step.Write(Sysfs.device(vf.pci()).resolve("driver/unbind"), vf.pci().toString())));
        }

        void add(Phase phase) {
            endOperation();
            phases.add(phase);
        }

        private void endOperation() {
            if (!steps.isEmpty()) {
                phases.add(new Kernel(List.copyOf(steps)));
                steps.clear();
            }
        }

        List<Phase> done() {
            endOperation();
            return phases;
        }
    }
}
