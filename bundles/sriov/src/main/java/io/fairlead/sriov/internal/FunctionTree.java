package io.fairlead.sriov.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.spi.nic.NicFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads which functions there are from sysfs, by following the links {@code virtfnN}: addresses cannot be computed, since
 * offset and stride change with the count and VFs may lie on another bus (pci_iov_virtfn_bus, drivers/pci/iov.c).
 */
final class FunctionTree {

    private static final String VIRTFN = "virtfn";

    private final HostFiles files;
    private final Representors representors;

    FunctionTree(HostFiles files) {
        this.files = files;
        this.representors = new Representors(files);
    }

    /** A PF as sysfs alone shows it. */
    record Base(NicFunction nicFunction, Optional<String> name, Optional<Integer> totalVfs, Optional<Boolean> probe,
            List<VirtualFunction> functions) {
    }

    List<PciAddress> physicalFunctions() {
        return files.list(Sysfs.DEVICES).stream().map(PciAddress::parse).flatMap(Optional::stream)
                .filter(this::isPhysicalFunction).sorted().toList();
    }

    boolean isPhysicalFunction(PciAddress address) {
        return files.exists(Sysfs.device(address).resolve(Sysfs.NUM_VFS));
    }

    /** The PF of a virtual function; empty for any other function. */
    Optional<PciAddress> physicalFunctionOf(PciAddress address) {
        return files.linkName(Sysfs.device(address).resolve("physfn")).flatMap(PciAddress::parse);
    }

    boolean exists(PciAddress address) {
        return files.exists(Sysfs.device(address));
    }

    boolean interfaceExists(String name) {
        return files.exists(Sysfs.INTERFACES.resolve(name));
    }

    /** The function that a network interface belongs to. */
    Optional<PciAddress> deviceOf(String interfaceName) {
        return files.linkName(Sysfs.INTERFACES.resolve(interfaceName + "/device")).flatMap(PciAddress::parse);
    }

    /** A PF's directory has the representors of its VFs too. */
    Optional<String> interfaceOf(PciAddress address) {
        List<String> names = files.list(Sysfs.device(address).resolve("net"));
        return names.size() < 2
                ? names.stream().findFirst()
                : names.stream().sorted().filter(name -> !representors.isRepresentor(name)).findFirst();
    }

    /** The representors of a PF by the index of their VF. */
    Map<Integer, String> representorsOf(PciAddress address, Optional<String> name) {
        return representors.of(address, name);
    }

    Optional<String> driverOf(PciAddress address) {
        return files.linkName(Sysfs.device(address).resolve("driver"));
    }

    /** The vendor and device of a function, {@code 8086:10c9}. */
    String idsOf(PciAddress address) {
        HostPath device = Sysfs.device(address);
        return "%04x:%04x".formatted(hex(device.resolve("vendor")), hex(device.resolve("device")));
    }

    Base read(PciAddress address) {
        HostPath device = Sysfs.device(address);
        return new Base(nicFunction(address), interfaceOf(address),
                files.read(device.resolve(Sysfs.TOTAL_VFS)).map(Integer::valueOf),
                files.read(device.resolve(Sysfs.AUTOPROBE)).map("1"::equals), functions(device));
    }

    /** What NIC drivers bid for; no VF is looked at. */
    NicFunction nicFunction(PciAddress address) {
        HostPath device = Sysfs.device(address);
        return new NicFunction(address, hex(device.resolve("vendor")), hex(device.resolve("device")),
                hex(device.resolve("subsystem_vendor")), hex(device.resolve("subsystem_device")), driverOf(address));
    }

    private List<VirtualFunction> functions(HostPath device) {
        List<VirtualFunction> functions = new ArrayList<>();
        for (String entry : files.list(device)) {
            if (entry.startsWith(VIRTFN)) {
                // A VF that goes away between the listing and the reading is no longer there: not an error.
                files.linkName(device.resolve(entry)).flatMap(PciAddress::parse)
                        .ifPresent(pci -> functions.add(function(index(entry), pci)));
            }
        }
        functions.sort(Comparator.comparingInt(VirtualFunction::index));
        return functions;
    }

    private VirtualFunction function(int index, PciAddress pci) {
        Optional<Integer> group = files.linkName(Sysfs.device(pci).resolve("iommu_group")).map(Integer::valueOf);
        return new VirtualFunction(index, pci, interfaceOf(pci), driverOf(pci), group,
                Optional.empty(), VfAttributes.NONE, List.of());
    }

    private static int index(String virtfn) {
        return Integer.parseInt(virtfn.substring(VIRTFN.length()));
    }

    /** Identifiers read {@code 0x8086}; 0 where the kernel shows none. */
    private int hex(HostPath file) {
        return files.read(file).map(Integer::decode).orElse(0);
    }
}
