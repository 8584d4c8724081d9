package io.fairlead.host.simulated.internal;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import io.fairlead.host.XdpSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulated interfaces. */
public final class SimulatedLinks implements Links {

    private final Machine machine;
    private final VfAdministration administration;

    /** The interfaces of this machine. */
    public SimulatedLinks(Machine machine) {
        this.machine = machine;
        this.administration = new VfAdministration(machine);
    }

    @Override
    public List<Link> links() {
        return machine.monitor
                .locked(() -> machine.hostInterfaces.values().stream().map(SimulatedLinks::asSeen).toList());
    }

    @Override
    public List<Route> routes() {
        return machine.monitor.locked(() -> machine.hostInterfaces.values().stream()
                .flatMap(link -> link.routes.stream().map(to -> new Route(link.name, to))).toList());
    }

    @Override
    public List<ForeignLink> inOtherNamespaces() {
        return machine.monitor.locked(() -> machine.interfaces.values().stream()
                .filter(link -> link.function.isPresent() || link.lower.isPresent())
                .flatMap(link -> link.namespace.stream().map(name -> new ForeignLink(name, asSeen(link)))).toList());
    }

    @Override
    public List<XdpSocket> xdpSockets() {
        return machine.monitor.locked(() -> List.copyOf(machine.xdpSockets));
    }

    @Override
    public void setVf(String pf, int index, VfAttributes wanted) {
        machine.monitor.change(() -> administration.set(pf, index, wanted));
    }

    private static Link asSeen(NetInterface link) {
        return new Link(link.index, link.name, link.up, link.kind, link.master, lower(link),
                link.function.filter(function -> !function.overVirtio()).map(function -> function.pci),
                link.function.filter(_ -> link.represented.isEmpty()).flatMap(SimulatedLinks::permanentMac),
                List.copyOf(link.addresses), vfs(link));
    }

    /** By its place, with Intel's prefix; a VF has the address that it was given. */
    private static Optional<MacAddress> permanentMac(PciFunction function) {
        PciAddress pci = function.pci;
        return function.isVirtual()
                ? Optional.empty()
                : Optional.of(new MacAddress("b4:96:91:%02x:%02x:%02x".formatted(pci.domain() & 0xff, pci.bus(),
                        (pci.device() << 3) + pci.function())));
    }

    /** On the host what lies there too, elsewhere what does not: see {@link ForeignLink}. */
    private static Optional<Integer> lower(NetInterface link) {
        return link.lower.filter(lower -> link.inHostNamespace() == lower.namespace.equals(link.namespace))
                .map(lower -> lower.index);
    }

    private static Map<Integer, VfAttributes> vfs(NetInterface link) {
        Map<Integer, VfAttributes> attributes = new HashMap<>();
        link.function.filter(_ -> link.represented.isEmpty()).flatMap(function -> function.sriov)
                .ifPresent(sriov -> sriov.states.forEach((index, state) -> attributes.put(index, state.attributes())));
        return attributes;
    }
}
