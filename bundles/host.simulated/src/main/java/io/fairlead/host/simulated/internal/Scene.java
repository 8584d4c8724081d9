package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.Processes.DeviceUser;
import io.fairlead.host.XdpSocket;
import io.fairlead.host.simulated.DeviceKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What guests, programs and administrators do with the VFs. */
public final class Scene {

    private final Machine machine;
    private final Drivers drivers;

    /** The scene on this machine. */
    public Scene(Machine machine) {
        this.machine = machine;
        this.drivers = new Drivers(machine);
    }

    /** A guest starts with the VF as libvirt's {@code managed='yes'} gives it: bound to vfio-pci. */
    public long startGuest(String pf, int index, String guest, DeviceKind kind) {
        return withVf(pf, index, vf -> {
            rebind(vf, Drivers.VFIO_PCI);
            long pid = machine.nextPid();
            machine.deviceUsers.add(new DeviceUser(device(vf, kind), pid,
                    List.of("/usr/bin/qemu-system-x86_64", "-name", "guest=%s,debug-threads=on".formatted(guest), "-S",
                            "-device", "{\"driver\":\"vfio-pci\",\"host\":\"%s\",\"id\":\"hostdev0\"}"
                                    .formatted(vf.address))));
            machine.putFile(statusFile(guest), StoredFile.of("""
                    <domstatus state='running' reason='booted' pid='%d'>
                      <domain type='kvm' id='1'>
                        <name>%s</name>
                      </domain>
                    </domstatus>
                    """.formatted(pid, guest)));
            return pid;
        });
    }

    /** A guest ends, and libvirt gives its VFs back to the host's driver, where the kernel may probe it. */
    public void endGuest(String guest) {
        machine.monitor.change(() -> {
            List<DeviceUser> its = machine.deviceUsers.stream()
                    .filter(user -> user.commandLine().contains("guest=%s,debug-threads=on".formatted(guest))).toList();
            if (its.isEmpty()) {
                throw new IllegalArgumentException("the simulated host has no guest " + guest);
            }
            machine.deviceUsers.removeAll(its);
            machine.removeFile(statusFile(guest));
            List.copyOf(machine.functions.values()).stream().filter(PciFunction::passedThrough)
                    .filter(vf -> its.stream().anyMatch(user -> machine.openable(vf).contains(user.device())))
                    .forEach(vf -> rebind(vf, ""));
        });
    }

    /** Another program opens a device of the VF; what is missing for it is made. */
    public long open(String pf, int index, DeviceKind kind, String command) {
        return withVf(pf, index, vf -> {
            switch (kind) {
                case VFIO_GROUP, VFIO_DEVICE -> rebind(vf, Drivers.VFIO_PCI);
                case UIO -> {
                    machine.drivers.add(Drivers.UIO);
                    rebind(vf, Drivers.UIO);
                    machine.addDevice(vf, "uio/uio" + machine.nextDevice());
                }
                case RDMA -> {
                    if (vf.deviceNodes.stream().noneMatch(node -> node.startsWith("infiniband_verbs/"))) {
                        int number = machine.nextDevice();
                        machine.addDevice(vf, "infiniband/rocep" + number);
                        machine.addDevice(vf, "infiniband_verbs/uverbs" + number);
                    }
                }
                case VDPA -> {
                    int number = machine.nextDevice();
                    machine.addDevice(vf, "vdpa%d/vhost-vdpa-%d".formatted(number, number));
                }
            }
            long pid = machine.nextPid();
            machine.deviceUsers.add(new DeviceUser(device(vf, kind), pid, List.of("/usr/bin/" + command)));
            return pid;
        });
    }

    /** A program binds an AF_XDP socket to the VF's interface. */
    public long openXdp(String pf, int index, String command) {
        return withVf(pf, index, vf -> {
            long pid = machine.nextPid();
            machine.xdpSockets.add(new XdpSocket(interfaceOf(vf).name, command, pid));
            return pid;
        });
    }

    /** A process ends; what it had open is closed. */
    public void exit(long pid) {
        machine.monitor.change(() -> {
            machine.deviceUsers.removeIf(user -> user.pid() == pid);
            machine.xdpSockets.removeIf(socket -> socket.pid() == pid);
        });
    }

    /** The VF's interface goes to another namespace, or comes back; it loses its addresses, its routes and its master. */
    public void move(String pf, int index, Optional<String> namespace) {
        withVf(pf, index, vf -> {
            NetInterface link = interfaceOf(vf);
            if (link.inHostNamespace()) {
                machine.hostInterfaces.remove(link.name);
            }
            link.namespace = namespace;
            link.addresses.clear();
            link.routes.clear();
            link.master = Optional.empty();
            link.up = false;
            if (link.inHostNamespace()) {
                machine.hostInterfaces.put(link.name, link);
            }
            return link;
        });
    }

    /** The VF's interface gets an address. */
    public void addAddress(String pf, int index, String address) {
        withVf(pf, index, vf -> interfaceOf(vf).addresses.add(address));
    }

    /** A route leads through the VF's interface. */
    public void addRoute(String pf, int index, String destination) {
        withVf(pf, index, vf -> interfaceOf(vf).routes.add(destination));
    }

    /** The VF's interface becomes a port of a bridge, which is made where there is none. */
    public void setMaster(String pf, int index, String bridge) {
        withVf(pf, index, vf -> {
            if (!machine.hostInterfaces.containsKey(bridge)) {
                machine.addInterface(NetInterface.virtual(machine.nextInterface(), bridge, "bridge"));
            }
            interfaceOf(vf).master = Optional.of(bridge);
            return vf;
        });
    }

    /** An interface is made on top of the VF's, in the host's namespace or in another. */
    public void addOnTop(String pf, int index, String kind, String name, Optional<String> namespace) {
        withVf(pf, index, vf -> {
            NetInterface added = NetInterface.onTop(machine.nextInterface(), name, kind, interfaceOf(vf));
            added.namespace = namespace;
            machine.addInterface(added);
            return added;
        });
    }

    /** An interface gets another name. */
    public void rename(String name, String newName) {
        machine.monitor.change(() -> {
            NetInterface link = hostInterface(name);
            machine.hostInterfaces.remove(name);
            link.name = newName;
            machine.hostInterfaces.put(newName, link);
        });
    }

    /** An interface is set down. */
    public void setDown(String name) {
        machine.monitor.change(() -> hostInterface(name).up = false);
    }

    private NetInterface hostInterface(String name) {
        NetInterface link = machine.hostInterfaces.get(name);
        if (link == null) {
            throw new IllegalArgumentException("the simulated host has no interface " + name);
        }
        return link;
    }

    private static NetInterface interfaceOf(PciFunction vf) {
        return vf.netInterface
                .orElseThrow(() -> new IllegalStateException("the VF " + vf.address + " has no network interface"));
    }

    private static HostPath statusFile(String guest) {
        return HostPath.RUN.resolve("libvirt/qemu/%s.xml".formatted(guest));
    }

    /** As virsh nodedev-detach and nodedev-reattach do; an empty driver means the kernel's choice. */
    private void rebind(PciFunction vf, String driver) {
        if (vf.driver.filter(driver::equals).isPresent() || vf.deviceLocked) {
            return;
        }
        if (vf.driver.isPresent()) {
            drivers.detach(vf);
        }
        vf.driverOverride = driver.isEmpty() ? Optional.empty() : Optional.of(driver);
        drivers.probe(vf);
        if (!driver.isEmpty() && vf.driver.isEmpty()) {
            throw new IllegalStateException("%s does not take the VF %s".formatted(driver, vf.address));
        }
    }

    private String device(PciFunction vf, DeviceKind kind) {
        String prefix = switch (kind) {
            case VFIO_GROUP -> "vfio/" + vf.iommuGroup.orElseThrow();
            case VFIO_DEVICE -> "vfio/devices/";
            case RDMA -> "infiniband/uverbs";
            case VDPA -> "vhost-vdpa-";
            case UIO -> "uio";
        };
        return machine.openable(vf).stream().filter(device -> device.startsWith(prefix)).findFirst().orElseThrow();
    }

    private <T> T withVf(String pf, int index, Function<PciFunction, T> action) {
        return machine.monitor.locked(() -> {
            T result = action.apply(machine.virtualFunction(pf, index));
            machine.monitor.announce();
            return result;
        });
    }
}
