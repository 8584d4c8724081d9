package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.Processes.DeviceUser;
import io.fairlead.host.XdpSocket;
import io.fairlead.host.simulated.HostDescription;
import io.fairlead.host.simulated.NicDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The state of the host: everything that is there, under one lock. Its fields are guarded by that lock. */
public final class Machine {

    /** The lock, and the clock by which the host waits. */
    final Monitor monitor = new Monitor();

    /** Every function by its address as text. */
    final NavigableMap<String, PciFunction> functions = new TreeMap<>();
    /** Interfaces by number; a name may occur once in each namespace. */
    final Map<Integer, NetInterface> interfaces = new TreeMap<>();
    /** Those of the host's namespace, by name. */
    final Map<String, NetInterface> hostInterfaces = new TreeMap<>();
    final Map<Integer, PciFunction> iommuGroups = new TreeMap<>();
    /** Devices below functions by their sysfs directory, {@code vfio-dev/vfio0}. */
    final Map<String, PciFunction> deviceNodes = new TreeMap<>();
    /** The drivers that are loaded. */
    final Set<String> drivers = new HashSet<>();
    /** The drivers that can be loaded. */
    final Set<String> modules = new HashSet<>();
    final List<DeviceUser> deviceUsers = new ArrayList<>();
    final List<XdpSocket> xdpSockets = new ArrayList<>();
    /** Files that were put there one by one, by {@link #putFile} and {@link #removeFile}. */
    final NavigableMap<HostPath, StoredFile> files = new TreeMap<>(
            Comparator.comparing(HostPath::root).thenComparing(HostPath::path));
    /** Trees that take no write, and why. */
    final Map<HostPath.Root, String> unwritable = new EnumMap<>(HostPath.Root.class);
    final List<String> writes = new ArrayList<>();
    /** Threads that the kernel makes wait for a holder. */
    final Set<Thread> blocked = new HashSet<>();
    boolean privileged = true;
    boolean hurried;
    Optional<String> otherWriter = Optional.empty();

    /** The firmware's SR-IOV configuration of cards that mstconfig knows, by address. */
    final Map<String, Mstconfig.Setting> firmware = new TreeMap<>();

    private final boolean iommu;
    private int lastInterface = 1;
    private int lastGroup = -1;
    private int lastDevice = -1;
    private long lastPid = 4000;

    /** The host as it is after boot. */
    public Machine(HostDescription description) {
        iommu = description.iommu();
        modules.addAll(Drivers.PASS_THROUGH);
        drivers.add(Drivers.VFIO_PCI);
        NetInterface loopback = NetInterface.loopback();
        interfaces.put(loopback.index, loopback);
        hostInterfaces.put(loopback.name, loopback);
        description.nics().forEach(this::add);
        modules.addAll(drivers);
        files.putAll(IntelServer.files(iommu));
    }

    /** Puts a file there, and has it heard of. */
    void putFile(HostPath file, StoredFile content) {
        changeFile(file, () -> files.put(file, content));
    }

    /** Takes a file away, and has it heard of. */
    void removeFile(HostPath file) {
        changeFile(file, () -> files.remove(file));
    }

    /** The file's directory changes; and those above it, as far as they appear or go with it. */
    private void changeFile(HostPath file, Runnable action) {
        List<HostPath> above = new ArrayList<>();
        for (HostPath up = file.parent(); !up.path().isEmpty(); up = up.parent()) {
            above.add(up);
        }
        List<Boolean> before = above.stream().map(this::hasFiles).toList();
        action.run();
        Set<HostPath> changed = new HashSet<>(Set.of(file.parent()));
        for (int i = 0; i < above.size(); i++) {
            if (before.get(i) != hasFiles(above.get(i))) {
                changed.add(above.get(i));
                changed.add(above.get(i).parent());
            }
        }
        monitor.listeners.filesChanged(changed);
    }

    private boolean hasFiles(HostPath directory) {
        return filesBelow(directory).findFirst().isPresent();
    }

    /** The files that were put there one by one, in a directory and those below it. */
    Stream<HostPath> filesBelow(HostPath directory) {
        String prefix = directory.path().isEmpty() ? "" : directory.path() + "/";
        return files.tailMap(new HostPath(directory.root(), prefix)).keySet().stream()
                .takeWhile(file -> file.root() == directory.root() && file.path().startsWith(prefix));
    }

    private void add(NicDescription nic) {
        drivers.add(nic.driver().name());
        nic.driver().vfDriver().ifPresent(drivers::add);
        PciFunction function = PciFunction.physical(nic, nextGroup());
        function.driver = Optional.of(nic.driver().name());
        addFunction(function);
        addInterface(NetInterface.of(nextInterface(), nic.interfaceName(), function, nic.up()));
        if (function.rdma()) {
            addDevices(function);
        }
    }

    PciFunction function(String address) {
        PciFunction found = functions.get(address);
        if (found == null) {
            throw new IllegalArgumentException("the simulated host has no function " + address);
        }
        return found;
    }

    /** A PF by its interface's name or its address. */
    PciFunction physicalFunction(String nameOrPci) {
        NetInterface byName = hostInterfaces.get(nameOrPci);
        PciFunction found = byName == null ? functions.get(nameOrPci) : byName.function.orElse(null);
        if (found == null || found.isVirtual()) {
            throw new IllegalArgumentException("the simulated host has no physical function " + nameOrPci);
        }
        return found;
    }

    SriovCapability sriov(String pf) {
        return physicalFunction(pf).sriov
                .orElseThrow(() -> new IllegalArgumentException(pf + " of the simulated host has no SR-IOV"));
    }

    PciFunction virtualFunction(String pf, int index) {
        PciFunction found = sriov(pf).vfs.get(index);
        if (found == null) {
            throw new IllegalArgumentException("%s of the simulated host has no VF %d".formatted(pf, index));
        }
        return found;
    }

    OptionalInt nextGroup() {
        return iommu ? OptionalInt.of(++lastGroup) : OptionalInt.empty();
    }

    int nextInterface() {
        return ++lastInterface;
    }

    long nextPid() {
        return ++lastPid;
    }

    void addFunction(PciFunction function) {
        functions.put(function.address, function);
        function.iommuGroup.ifPresent(group -> iommuGroups.put(group, function));
    }

    void removeFunction(PciFunction function) {
        functions.remove(function.address);
        function.iommuGroup.ifPresent(iommuGroups::remove);
    }

    void addInterface(NetInterface added) {
        interfaces.put(added.index, added);
        if (added.inHostNamespace() && hostInterfaces.putIfAbsent(added.name, added) != null) {
            throw new IllegalArgumentException("the simulated host has an interface %s already".formatted(added.name));
        }
        if (added.represented.isEmpty()) {
            added.function.ifPresent(function -> function.netInterface = Optional.of(added));
        }
    }

    /** Removes an interface and all that lies on it, with their routes and sockets. */
    void removeInterface(NetInterface removed) {
        interfaces.remove(removed.index);
        if (removed.inHostNamespace()) {
            hostInterfaces.remove(removed.name);
            xdpSockets.removeIf(socket -> socket.interfaceName().equals(removed.name));
        }
        if (removed.represented.isEmpty()) {
            removed.function.ifPresent(function -> function.netInterface = Optional.empty());
        }
        List.copyOf(interfaces.values()).stream()
                .filter(other -> other.lower.filter(removed::equals).isPresent()).forEach(this::removeInterface);
    }

    /** The device nodes that come with the bound driver: VFIO's, or RDMA's. */
    void addDevices(PciFunction function) {
        int number = nextDevice();
        if (function.passedThrough()) {
            addDevice(function, "vfio-dev/vfio" + number);
        } else {
            addDevice(function, "infiniband/mlx5_" + number);
            addDevice(function, "infiniband_verbs/uverbs" + number);
        }
    }

    void addDevice(PciFunction function, String node) {
        function.deviceNodes.add(node);
        deviceNodes.put(node, function);
    }

    void removeDevices(PciFunction function) {
        deviceUsers.removeIf(user -> openable(function).contains(user.device()));
        deviceNodes.keySet().removeAll(function.deviceNodes);
        function.deviceNodes.clear();
    }

    int nextDevice() {
        return ++lastDevice;
    }

    /** The VF's group and devices that a process can have open, below the device root. */
    List<String> openable(PciFunction function) {
        List<String> devices = new ArrayList<>();
        function.iommuGroup.ifPresent(group -> devices.add("vfio/" + group));
        for (String node : function.deviceNodes) {
            String name = node.substring(node.lastIndexOf('/') + 1);
            switch (node.substring(0, node.indexOf('/'))) {
                case "vfio-dev" -> devices.add("vfio/devices/" + name);
                case "infiniband_verbs" -> devices.add("infiniband/" + name);
                // the verbs' device is what programs open
                case "infiniband" -> {
                }
                default -> devices.add(name);
            }
        }
        return devices;
    }

    /** Whether somebody has the function open through VFIO: its removal then waits. */
    boolean heldThroughVfio(PciFunction function) {
        List<String> devices = openable(function).stream().filter(device -> device.startsWith("vfio/")).toList();
        return deviceUsers.stream().anyMatch(user -> devices.contains(user.device()));
    }
}
