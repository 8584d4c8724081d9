package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One look at the host's interfaces, and what makes each used. */
final class InterfaceUses {

    private final Map<String, Link> byName;
    private final Map<Integer, List<String>> onTop = new LinkedHashMap<>();
    private final Map<String, List<Route>> routes;
    private final Map<String, List<Holder>> sockets;

    InterfaceUses(Links links, List<ForeignLink> foreign) {
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
