package io.fairlead.host.simulated.internal;

import io.fairlead.host.simulated.internal.Node.Directory;
import io.fairlead.host.simulated.internal.Node.Forbidden;
import io.fairlead.host.simulated.internal.Node.Symlink;
import io.fairlead.host.simulated.internal.Node.Text;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The directory of a PCI function in sysfs. To be used with the machine's lock. */
record DeviceDirectory(PciFunction function) {

    private static final List<String> ALWAYS = List.of("vendor", "device", "subsystem_vendor", "subsystem_device",
            "class", "revision", "modalias", "driver_override");
    private static final HexFormat HEX = HexFormat.of();
    private static final String VIRTFN = "virtfn";
    private static final List<String> SOMETIMES = List.of("driver", "iommu_group", "physfn", "virtio0", "net",
            "sriov_totalvfs", "sriov_numvfs", "sriov_drivers_autoprobe", "sriov_offset", "sriov_stride",
            "sriov_vf_device");

    Node asNode() {
        return new Directory(this::child, this::names);
    }

    /** Where {@code net} lies: virtio puts a device of its own between the function and the interface. */
    static String netParent(PciFunction function) {
        return Sysfs.directoryOf(function) + (function.overVirtio() ? "/virtio0" : "");
    }

    static Node interfaceNode(NetInterface link, Optional<String> device) {
        TreeMap<String, Node> files = new TreeMap<>();
        device.ifPresent(target -> files.put("device", new Symlink(target)));
        files.put("ifindex", new Text(String.valueOf(link.index)));
        files.put("operstate", new Text(link.up ? "up" : "down"));
        link.represented.ifPresent(vf -> files.put("phys_port_name", new Text(Eswitch.portName(vf))));
        Eswitch.switchId(link).ifPresent(id -> files.put("phys_switch_id", new Text(id)));
        return new Directory(name -> Optional.ofNullable(files.get(name)), files::keySet);
    }

    private Optional<Node> child(String name) {
        return switch (name) {
            case "vendor" -> hex(function.ids.vendor());
            case "device" -> hex(function.ids.device());
            case "subsystem_vendor" -> hex(function.ids.subsystemVendor());
            case "subsystem_device" -> hex(function.ids.subsystemDevice());
            case "class" -> Optional.of(new Text("0x020000"));
            case "modalias" -> Optional.of(new Text(Modprobe.alias(function)));
            case "revision" -> Optional.of(new Text("0x01"));
            case "driver_override" -> Optional.of(new Forbidden("its reading waits for the device lock"));
            case "driver" -> function.driver.map(driver -> new Symlink("bus/pci/drivers/" + driver));
            case "iommu_group" -> function.iommuGroup.isPresent()
                    ? Optional.of(new Symlink("kernel/iommu_groups/" + function.iommuGroup.getAsInt()))
                    : Optional.empty();
            case "physfn" -> function.placement.filter(_ -> function.linked)
                    .map(place -> new Symlink(Sysfs.directoryOf(place.physicalFunction())));
            case "net" -> function.overVirtio() ? Optional.empty() : net();
            case "virtio0" -> function.overVirtio() ? Optional.of(virtio()) : Optional.empty();
            default -> function.sriov.flatMap(sriov -> sriovFile(sriov, name)).or(() -> deviceNode(name));
        };
    }

    private Collection<String> names() {
        Set<String> names = new LinkedHashSet<>(ALWAYS);
        SOMETIMES.stream().filter(name -> child(name).isPresent()).forEach(names::add);
        function.sriov.ifPresent(sriov -> names.addAll(sriov.linked.keySet()));
        names.addAll(below(""));
        return names;
    }

    private static Optional<Node> sriovFile(SriovCapability sriov, String name) {
        return switch (name) {
            case "sriov_totalvfs" -> sriov.hardware.total().isPresent()
                    ? number(sriov.hardware.total().getAsInt())
                    : Optional.empty();
            case "sriov_numvfs" -> Optional.of(new Forbidden("its reading waits for the device lock"));
            case "sriov_drivers_autoprobe" -> sriov.hardware.autoprobeFile()
                    ? number(sriov.autoprobe ? 1 : 0)
                    : Optional.empty();
            case "sriov_offset" -> number(sriov.hardware.offset());
            case "sriov_stride" -> number(sriov.hardware.stride());
            case "sriov_vf_device" -> Optional.of(new Text("%x".formatted(sriov.hardware.vfDevice())));
            default -> virtualFunctionLink(sriov, name);
        };
    }

    private static Optional<Node> virtualFunctionLink(SriovCapability sriov, String name) {
        return name.startsWith(VIRTFN)
                ? Optional.ofNullable(sriov.linked.get(name)).map(vf -> new Symlink(Sysfs.directoryOf(vf)))
                : Optional.empty();
    }

    /** There as long as a network driver is bound, but empty while the interface is in another namespace. */
    private Optional<Node> net() {
        return function.netInterface.map(own -> new Directory(
                name -> interfaces(own).filter(link -> link.name.equals(name)).findFirst()
                        .map(link -> interfaceNode(link, Optional.of(netParent(function)))),
                () -> interfaces(own).map(link -> link.name).toList()));
    }

    /** A PF's directory has the representors of its VFs beside its own interface. */
    private Stream<NetInterface> interfaces(NetInterface own) {
        return Stream.concat(Stream.of(own),
                function.sriov.stream().flatMap(sriov -> sriov.representors.values().stream()))
                .filter(link -> link.inHostNamespace() && link.function.isPresent());
    }

    private Node virtio() {
        return new Directory(name -> name.equals("net") ? net() : Optional.empty(), () -> List.of("net"));
    }

    /** Directories of devices below the function: {@code vfio-dev/vfio0}, {@code infiniband_verbs/uverbs0}. */
    private Optional<Node> deviceNode(String path) {
        if (function.deviceNodes.contains(path)) {
            return Optional.of(new Directory(name -> name.equals("device")
                    ? Optional.of(new Symlink(Sysfs.directoryOf(function)))
                    : Optional.empty(), () -> List.of("device")));
        }
        Collection<String> names = below(path + "/");
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Directory(name -> deviceNode(path + "/" + name), () -> names));
    }

    private Collection<String> below(String prefix) {
        if (function.deviceNodes.isEmpty()) {
            return List.of();
        }
        TreeSet<String> names = new TreeSet<>();
        for (String node : function.deviceNodes) {
            if (node.startsWith(prefix)) {
                int slash = node.indexOf('/', prefix.length());
                names.add(node.substring(prefix.length(), slash < 0 ? node.length() : slash));
            }
        }
        return names;
    }

    private static Optional<Node> hex(int id) {
        return Optional.of(new Text("0x" + HEX.toHexDigits((short) id)));
    }

    private static Optional<Node> number(int value) {
        return Optional.of(new Text(String.valueOf(value)));
    }
}
