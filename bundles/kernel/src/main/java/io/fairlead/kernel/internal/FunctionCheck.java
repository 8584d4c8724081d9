package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.kernel.Readiness.Line;
import io.fairlead.api.kernel.Readiness.Verdict;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether there are PFs, and whether the IOMMU keeps their VFs apart. */
final class FunctionCheck {

    private static final String SUBJECT = "PFs";
    private static final HostPath DEVICES = HostPath.SYS.resolve("bus/pci/devices");
    /** The class of bridges between PCI buses; they are in a group with what is behind them (include/linux/pci_ids.h). */
    private static final String BRIDGE = "0x0604";
    /** ENOMEM in the C library's words. */
    private static final String NO_ROOM = "Cannot allocate memory";

    private final HostFiles files;
    private final Optional<Inventory> inventory;

    FunctionCheck(HostFiles files, Optional<Inventory> inventory) {
        this.files = files;
        this.inventory = inventory;
    }

    List<Line> lines() {
        try {
            return inventory.map(Inventory::physicalFunctions).map(this::lines).orElseGet(() -> List.of(
                    new Line(SUBJECT, Verdict.CANNOT_TELL, true,
                            "nobody lists them: see with scr:list whether the bundle io.fairlead.sriov is active")));
        } catch (FairleadException e) {
            return List.of(new Line(SUBJECT, Verdict.CANNOT_TELL, true, e.getMessage()));
        }
    }

    private List<Line> lines(List<PhysicalFunction> found) {
        if (found.isEmpty()) {
            return List.of(new Line(SUBJECT, Verdict.NOT_MET, true,
                    "no NIC of this host has SR-IOV: switch it on in the firmware's set-up and in the NIC's own"));
        }
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(SUBJECT, Verdict.MET, true, "%d with SR-IOV".formatted(found.size())));
        found.forEach(pf -> lines.add(line(pf)));
        return lines;
    }

    private Line line(PhysicalFunction pf) {
        String subject = pf.label();
        Optional<Operation> outOfRoom = pf.operation().filter(operation -> operation.error().contains(NO_ROOM));
        if (outOfRoom.isPresent()) {
            return new Line(subject, Verdict.NOT_MET, false,
                    "its VFs had no room (%s): give the kernel pci=realloc, or enable Above 4G Decoding and SR-IOV in the firmware's set-up"
                            .formatted(Printable.of(outOfRoom.get().describe())));
        }
        Optional<String> group = files.linkName(DEVICES.resolve(pf.pci().toString()).resolve("iommu_group"));
        if (group.isEmpty()) {
            return new Line(subject, Verdict.NOT_MET, false, "no IOMMU group, and so none for its VFs");
        }
        List<String> shared = sharedVfs(pf);
        if (!shared.isEmpty()) {
            return new Line(subject, Verdict.NOT_MET, false,
                    "VFs share IOMMU groups (%s), and a group goes to one guest as a whole: use a slot whose bridges have ACS"
                            .formatted(String.join(", ", shared)));
        }
        List<String> others = othersInGroup(pf, group.get());
        return others.isEmpty()
                ? new Line(subject, Verdict.MET, false, "%s, IOMMU group %s".formatted(vfs(pf), group.get()))
                : new Line(subject, Verdict.NOT_MET, false,
                        "in IOMMU group %s with %s, so that its VFs may share a group too: use a slot whose bridges have ACS"
                                .formatted(group.get(), String.join(", ", others)));
    }

    private static String vfs(PhysicalFunction pf) {
        return "%d of %s VFs".formatted(pf.numVfs(), pf.totalVfs().map(String::valueOf).orElse("an unknown number of"));
    }

    /** Groups with more than one VF of this PF. */
    private static List<String> sharedVfs(PhysicalFunction pf) {
        List<Integer> groups = pf.functions().stream().map(VirtualFunction::iommuGroup).flatMap(Optional::stream)
                .toList();
        return groups.stream().filter(group -> groups.indexOf(group) != groups.lastIndexOf(group)).distinct()
                .map(String::valueOf).toList();
    }

    private List<String> othersInGroup(PhysicalFunction pf, String group) {
        return files.list(Facts.GROUPS.resolve(group).resolve("devices")).stream()
                .filter(device -> !device.equals(pf.pci().toString()))
                .filter(device -> files.read(DEVICES.resolve(device).resolve("class"))
                        .filter(type -> type.startsWith(BRIDGE)).isEmpty())
                .sorted().toList();
    }
}
