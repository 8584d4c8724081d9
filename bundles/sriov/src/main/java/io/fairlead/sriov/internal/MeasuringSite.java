package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfDriver;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Links;
import io.fairlead.sriov.internal.Iperf.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sets up the endpoints of a measurement on a PF, and puts on the stack how each step is undone. */
final class MeasuringSite {

    /** RFC 2544 keeps 198.18.0.0/15 for measurements: nobody routes it. */
    private static final String NETWORK = "198.18.77.";
    private static final String PREFIX = "/24";
    private static final String NAMESPACE = "fairlead-";
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Inventory inventory;
    private final CountChanger counts;
    private final DriverBinder binder;
    private final HostFiles files;
    private final Links links;
    private final Commands commands;
    private final IpCommand ip;

    MeasuringSite(Inventory inventory, CountChanger counts, DriverBinder binder, HostFiles files, Links links,
            Commands commands) {
        this.inventory = inventory;
        this.counts = counts;
        this.binder = binder;
        this.files = files;
        this.links = links;
        this.commands = commands;
        this.ip = new IpCommand(commands);
    }

    /** The five ends of a measurement. */
    record Endpoints(Endpoint vf0, Endpoint vf1, Endpoint macvlan0, Endpoint macvlan1, Endpoint host) {
    }

    Endpoints build(PhysicalFunction found, String pf, UndoStack undo) {
        removeLeftovers();
        up(pf, undo);
        PhysicalFunction withVfs = twoVfs(found, undo);
        Endpoint vf0 = vf(withVfs, 0, undo);
        Endpoint vf1 = vf(withVfs, 1, undo);
        Endpoint macvlan0 = macvlan(pf, 0, undo);
        Endpoint macvlan1 = macvlan(pf, 1, undo);
        String address = NETWORK + "254";
        ip.run("address", "add", address + PREFIX, "dev", pf);
        undo.push(() -> ip.run("address", "del", address + PREFIX, "dev", pf));
        return new Endpoints(vf0, vf1, macvlan0, macvlan1, new Endpoint("host", Optional.empty(), address));
    }

    /** A measurement that was killed leaves its namespaces; an interface in one comes back when it goes. */
    private void removeLeftovers() {
        ip.namespaces().stream().filter(name -> name.startsWith(NAMESPACE))
                .forEach(name -> ip.run("netns", "delete", name));
    }

    private void up(String name, UndoStack undo) {
        boolean wasUp = links.links().stream().anyMatch(link -> link.name().equals(name) && link.up());
        if (!wasUp) {
            ip.run("link", "set", "dev", name, "up");
            undo.push(() -> ip.run("link", "set", "dev", name, "down"));
        }
    }

    private PhysicalFunction twoVfs(PhysicalFunction pf, UndoStack undo) {
        if (pf.numVfs() > 0) {
            return pf;
        }
        String address = pf.pci().toString();
        undo.push(() -> counts.change(address, new CountChanger.Request(0, Optional.empty(), Optional.empty(), false)));
        counts.change(address, new CountChanger.Request(2, Optional.empty(), Optional.empty(), false));
        return inventory.physicalFunction(address);
    }

    private Endpoint vf(PhysicalFunction pf, int position, UndoStack undo) {
        VirtualFunction vf = pf.functions().get(position);
        if (vf.name().isEmpty()) {
            bindNetworkDriver(pf, vf, undo);
        }
        ip.settle();
        String name = interfaceOf(pf, vf);
        boolean wasUp = links.links().stream().anyMatch(link -> link.name().equals(name) && link.up());
        String namespace = namespace("vf" + position, undo);
        ip.run("link", "set", "dev", name, "netns", namespace);
        undo.push(() -> {
            // process 1 is in the host's namespace
            ip.run("-n", namespace, "link", "set", "dev", name, "netns", "1");
            if (wasUp) {
                ip.run("link", "set", "dev", name, "up");
            }
        });
        return endpoint("VF " + vf.index(), namespace, name, 1 + position);
    }

    private void bindNetworkDriver(PhysicalFunction pf, VirtualFunction vf, UndoStack undo) {
        VfDriver before = vf.driver().<VfDriver>map(VfDriver.Named::new).orElseGet(VfDriver.None::new);
        VirtualFunction bound = vf;
        undo.push(() -> binder.bind(pf, refreshed(pf, bound), before));
        binder.bind(pf, vf, new VfDriver.Named(networkDriver(vf)));
    }

    private VirtualFunction refreshed(PhysicalFunction pf, VirtualFunction vf) {
        return inventory.physicalFunction(pf.pci().toString()).functions().stream()
                .filter(now -> now.index() == vf.index()).findFirst().orElse(vf);
    }

    /** The driver that the kernel's module aliases name for the VF, leaving out the one for passthrough. */
    private String networkDriver(VirtualFunction vf) {
        HostPath modalias = Sysfs.device(vf.pci()).resolve("modalias");
        return files.read(modalias)
                .flatMap(alias -> commands.run(BOUND, List.of("modprobe", "--resolve-alias", "--", alias)).output()
                        .lines().filter(module -> !module.startsWith("vfio")).findFirst())
                .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                        "the kernel has no network driver for VF %d (%s)".formatted(vf.index(), vf.pci())));
    }

    private String interfaceOf(PhysicalFunction pf, VirtualFunction vf) {
        return refreshed(pf, vf).name().orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                "VF %d of %s got no network interface: see the kernel log (dmesg)".formatted(vf.index(), pf.label())));
    }

    private Endpoint macvlan(String pf, int position, UndoStack undo) {
        String name = "macvlan" + position;
        String namespace = namespace(name, undo);
        ip.run("link", "add", "link", pf, "name", name, "netns", namespace, "type", "macvlan", "mode", "bridge");
        return endpoint("macvlan " + position, namespace, name, 11 + position);
    }

    private String namespace(String end, UndoStack undo) {
        String namespace = NAMESPACE + end;
        ip.run("netns", "add", namespace);
        undo.push(() -> ip.run("netns", "delete", namespace));
        return namespace;
    }

    private Endpoint endpoint(String label, String namespace, String name, int host) {
        ip.run("-n", namespace, "address", "add", NETWORK + host + PREFIX, "dev", name);
        ip.run("-n", namespace, "link", "set", "dev", name, "up");
        return new Endpoint(label, Optional.of(namespace), NETWORK + host);
    }
}
