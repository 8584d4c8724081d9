package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The uses of a VF's network interface: an address, a master, a route, an interface on top, an AF_XDP socket, or another
 * network namespace.
 *
 * <p>An interface that is merely up is not in use: the kernel gives it a link-local address by itself.
 */
final class InterfaceHolders implements HolderSource {

    private final HostFiles files;
    private final Links links;

    InterfaceHolders(HostFiles files, Links links) {
        this.files = files;
        this.links = links;
    }

    @Override
    public Map<PciAddress, List<Holder>> holders(Collection<VirtualFunction> functions) {
        List<VirtualFunction> here = functions.stream().filter(vf -> vf.name().isPresent()).toList();
        List<VirtualFunction> gone = functions.stream().filter(vf -> vf.name().isEmpty() && elsewhere(vf)).toList();
        if (here.isEmpty() && gone.isEmpty()) {
            return Map.of();
        }
        List<ForeignLink> foreign = links.inOtherNamespaces();
        Map<PciAddress, List<Holder>> holders = new LinkedHashMap<>();
        gone.forEach(vf -> holders.put(vf.pci(), List.of(namespaceOf(vf, foreign))));
        if (!here.isEmpty()) {
            Uses uses = new Uses(links, foreign);
            here.forEach(vf -> holders.put(vf.pci(), uses.of(vf.name().orElseThrow())));
        }
        return holders;
    }

    /** The directory stays when the interface moves to another namespace, and is then empty to us (fs/kernfs, ns tags). */
    private boolean elsewhere(VirtualFunction vf) {
        return vf.driver().isPresent() && files.exists(Sysfs.device(vf.pci()).resolve("net"));
    }

    private static Holder namespaceOf(VirtualFunction vf, List<ForeignLink> foreign) {
        return foreign.stream().filter(link -> link.link().device().equals(Optional.of(vf.pci())))
                .map(link -> new Holder.Namespace(link.namespace())).findFirst()
                .orElse(new Holder.Namespace("(unknown)"));
    }

    /** One look at the host's interfaces, for all VFs. */
    private static final class Uses {

        private final Map<String, Link> byName;
        private final Map<Integer, List<String>> onTop = new LinkedHashMap<>();
        private final Map<String, List<Route>> routes;
        private final Map<String, List<Holder>> sockets;

        Uses(Links links, List<ForeignLink> foreign) {
            List<Link> all = links.links();
            byName = all.stream().collect(Collectors.toMap(Link::name, Function.identity()));
            all.forEach(link -> stacked(link, ""));
            foreign.forEach(link -> stacked(link.link(), " in network namespace " + link.namespace()));
            routes = links.routes().stream().collect(Collectors.groupingBy(Route::interfaceName));
            sockets = links.xdpSockets().stream().collect(Collectors.groupingBy(s -> s.interfaceName(),
                    Collectors.mapping(s -> new Holder.HostProcess(s.command(), s.pid(), "AF_XDP socket"),
                            Collectors.toList())));
        }

        private void stacked(Link link, String where) {
            link.lower().ifPresent(lower -> onTop.computeIfAbsent(lower, _ -> new ArrayList<>())
                    .add(link.kind().orElse("interface") + " " + link.name() + where));
        }

        List<Holder> of(String name) {
            Link link = byName.get(name);
            if (link == null) {
                return List.of();
            }
            List<Holder> holders = new ArrayList<>();
            link.addresses().forEach(address -> holders.add(use(name, "address " + address)));
            link.master().ifPresent(master -> holders.add(use(name, "master " + master)));
            onTop.getOrDefault(link.index(), List.of()).forEach(upper -> holders.add(use(name, upper)));
            routes.getOrDefault(name, List.of())
                    .forEach(route -> holders.add(use(name, "route " + route.destination())));
            holders.addAll(sockets.getOrDefault(name, List.of()));
            return holders;
        }

        private static Holder use(String name, String use) {
            return new Holder.Interface(name, use);
        }
    }
}
