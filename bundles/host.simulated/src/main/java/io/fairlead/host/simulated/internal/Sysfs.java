package io.fairlead.host.simulated.internal;

import io.fairlead.host.simulated.internal.Node.Directory;
import io.fairlead.host.simulated.internal.Node.Forbidden;
import io.fairlead.host.simulated.internal.Node.Symlink;
import io.fairlead.host.simulated.internal.Node.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tree below {@code /sys}, made from the machine's state as it is asked for. To be used with the machine's lock. */
final class Sysfs {

    /** MAXSYMLINKS, include/linux/namei.h. */
    private static final int MOST_LINKS = 40;
    private static final String VIRTUAL_NET = "devices/virtual/net/";

    private final Machine machine;
    private final Directory root;

    Sysfs(Machine machine) {
        this.machine = machine;
        Directory pci = fixed(Map.of("devices", new Directory(this::deviceLink, machine.functions::keySet), "drivers",
                new Directory(this::driver, () -> machine.drivers), "drivers_probe", new Forbidden("write only")));
        Directory groups = new Directory(this::iommuGroup,
                () -> machine.iommuGroups.keySet().stream().map(String::valueOf).toList());
        Directory classes = fixed(Map.of("net", new Directory(this::netLink, machine.hostInterfaces::keySet),
                "vfio-dev", deviceClass("vfio-dev"), "infiniband", deviceClass("infiniband"), "infiniband_verbs",
                deviceClass("infiniband_verbs"), "uio", deviceClass("uio")));
        this.root = fixed(Map.of("bus", fixed(Map.of("pci", pci)), "class", classes, "kernel",
                fixed(Map.of("iommu_groups", groups)), "devices", new Directory(this::rootComplex, this::rootNames)));
    }

    /**
     * Something that was found.
     *
     * @param path where it really lies, with no symbolic link on the way
     * @param node what it is
     */
    record Found(String path, Node node) {
    }

    /** The node itself: a symbolic link at the end is not followed, those before it are. */
    Optional<Found> find(String path) {
        return find(path, MOST_LINKS);
    }

    /** The node at the end of all symbolic links. */
    Optional<Found> follow(String path) {
        return find(path, MOST_LINKS).flatMap(found -> end(found, MOST_LINKS));
    }

    private Optional<Found> end(Found found, int linksLeft) {
        if (!(found.node() instanceof Symlink(String target))) {
            return Optional.of(found);
        }
        return linksLeft == 0
                ? Optional.empty()
                : find(target, linksLeft - 1).flatMap(next -> end(next, linksLeft - 1));
    }

    private Optional<Found> find(String path, int linksLeft) {
        Optional<Found> here = Optional.of(new Found("", root));
        for (int start = 0; start < path.length() && here.isPresent();) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            here = child(here.get(), path.substring(start, end), linksLeft);
            start = end + 1;
        }
        return here;
    }

    private Optional<Found> child(Found parent, String name, int linksLeft) {
        Optional<Found> directory = end(parent, linksLeft);
        if (directory.isEmpty() || !(directory.get().node() instanceof Directory found)) {
            return Optional.empty();
        }
        String path = directory.get().path();
        return found.child().apply(name).map(node -> new Found(path.isEmpty() ? name : path + "/" + name, node));
    }

    /** Where a function's directory lies: below its root complex, with the bridges left out. */
    static String directoryOf(PciFunction function) {
        return "devices/pci" + function.address.substring(0, function.address.indexOf(':')) + ":00/"
                + function.address;
    }

    private static Directory fixed(Map<String, Node> children) {
        Map<String, Node> sorted = new TreeMap<>(children);
        return new Directory(name -> Optional.ofNullable(sorted.get(name)), sorted::keySet);
    }

    private Optional<Node> deviceLink(String address) {
        return Optional.ofNullable(machine.functions.get(address)).map(found -> new Symlink(directoryOf(found)));
    }

    private Optional<Node> rootComplex(String name) {
        if (name.equals("virtual")) {
            Directory net = new Directory(this::virtualInterface, () -> machine.hostInterfaces.values().stream()
                    .filter(link -> link.function.isEmpty()).map(link -> link.name).toList());
            return Optional.of(fixed(Map.of("net", net)));
        }
        String prefix = name.startsWith("pci") && name.endsWith(":00") ? name.substring(3, name.length() - 2) : "none";
        String first = machine.functions.ceilingKey(prefix);
        if (first == null || !first.startsWith(prefix)) {
            return Optional.empty();
        }
        return Optional.of(new Directory(
                address -> Optional.ofNullable(machine.functions.get(address))
                        .filter(function -> function.address.startsWith(prefix))
                        .map(function -> new DeviceDirectory(function).asNode()),
                () -> machine.functions.keySet().stream().filter(address -> address.startsWith(prefix)).toList()));
    }

    private Collection<String> rootNames() {
        TreeSet<String> names = new TreeSet<>(List.of("virtual"));
        machine.functions.keySet()
                .forEach(address -> names.add("pci" + address.substring(0, address.indexOf(':')) + ":00"));
        return names;
    }

    private Optional<Node> driver(String name) {
        if (!machine.drivers.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(new Directory(
                child -> child.equals("bind") || child.equals("unbind")
                        ? Optional.of(new Forbidden("write only"))
                        : Optional.ofNullable(machine.functions.get(child))
                                .filter(function -> function.driver.equals(Optional.of(name)))
                                .map(function -> new Symlink(directoryOf(function))),
                () -> {
                    List<String> names = new ArrayList<>(List.of("bind", "unbind"));
                    machine.functions.values().stream().filter(function -> function.driver.equals(Optional.of(name)))
                            .forEach(function -> names.add(function.address));
                    return names;
                }));
    }

    private Optional<Node> iommuGroup(String number) {
        return Optional.ofNullable(number.matches("\\d{1,9}") ? machine.iommuGroups.get(Integer.valueOf(number)) : null)
                .map(function -> fixed(Map.of("devices",
                        fixed(Map.of(function.address, new Symlink(directoryOf(function)))), "type",
                        new Text("identity"))));
    }

    /** A class of devices that lie below functions: {@code class/uio/uio0}. */
    private Directory deviceClass(String name) {
        return new Directory(device -> Optional.ofNullable(machine.deviceNodes.get(name + "/" + device))
                .map(function -> new Symlink(directoryOf(function) + "/" + name + "/" + device)),
                () -> machine.deviceNodes.keySet().stream().filter(node -> node.startsWith(name + "/"))
                        .map(node -> node.substring(name.length() + 1)).toList());
    }

    private Optional<Node> netLink(String name) {
        return Optional.ofNullable(machine.hostInterfaces.get(name))
                .map(link -> new Symlink(link.function.map(function -> DeviceDirectory.netParent(function) + "/net/")
                        .orElse(VIRTUAL_NET) + name));
    }

    private Optional<Node> virtualInterface(String name) {
        return Optional.ofNullable(machine.hostInterfaces.get(name)).filter(link -> link.function.isEmpty())
                .map(link -> DeviceDirectory.interfaceNode(link, Optional.empty()));
    }
}
