package io.fairlead.host.linux.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.host.Link;
import io.fairlead.host.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what {@code ip -json} prints (print_linkinfo and print_vfinfo in iproute2's ip/ipaddress.c). */
final class IpJson {

    /** Routes of these types follow from the addresses. */
    private static final Set<String> DERIVED = Set.of("local", "broadcast", "multicast", "anycast");

    /** Routes that the kernel or a router's advertisement made (rtnetlink(7), RTPROT_*). */
    private static final Set<String> UNASKED = Set.of("kernel", "ra", "redirect");

    private IpJson() {
    }

    /** The interfaces of one namespace; {@link Link#lower()} is an interface of the same namespace. */
    static List<Link> links(String json) {
        List<Map<String, Object>> objects = objects(json);
        Map<String, Integer> byName = new HashMap<>();
        objects.forEach(o -> byName.put(text(o, "ifname").orElse(""), number(o, "ifindex").orElse(0)));
        return objects.stream().map(o -> link(o, isVeth(o) ? Optional.empty() : text(o, "link").map(byName::get)))
                .toList();
    }

    /** The interfaces of another namespace; {@link Link#lower()} is an interface outside of it. */
    static List<Link> foreignLinks(String json) {
        return objects(json).stream().map(o -> link(o, lowerOutside(o))).toList();
    }

    private static Optional<Integer> lowerOutside(Map<String, Object> link) {
        return link.containsKey("link_netnsid") && !isVeth(link) ? number(link, "link_index") : Optional.empty();
    }

    /** What a veth names as its link is its peer, on which it does not lie. */
    private static boolean isVeth(Map<String, Object> link) {
        return kind(link).equals(Optional.of("veth"));
    }

    private static Link link(Map<String, Object> o, Optional<Integer> lower) {
        return new Link(number(o, "ifindex").orElse(0), text(o, "ifname").orElse(""), list(o, "flags").contains("UP"),
                kind(o), text(o, "master"), lower, device(o), permanentMac(o), addresses(o), vfs(o));
    }

    private static Optional<String> kind(Map<String, Object> link) {
        return text(object(link, "linkinfo"), "info_kind");
    }

    /** The parent of an auxiliary or virtio device is not a PCI function. */
    private static Optional<PciAddress> device(Map<String, Object> link) {
        return text(link, "parentdev").flatMap(PciAddress::parse);
    }

    /** {@code permaddr} is printed only where it is another than {@code address} (print_linkinfo). */
    private static Optional<MacAddress> permanentMac(Map<String, Object> link) {
        return text(link, "permaddr").or(() -> text(link, "address")).flatMap(MacAddress::parse);
    }

    /** Without the IPv6 addresses of link scope: the kernel makes them up for every interface that is up. */
    private static List<String> addresses(Map<String, Object> link) {
        List<String> addresses = new ArrayList<>();
        for (Map<String, Object> address : objects(link, "addr_info")) {
            boolean ownMaking = text(address, "family").equals(Optional.of("inet6"))
                    && text(address, "scope").equals(Optional.of("link"));
            if (!ownMaking && address.containsKey("local")) {
                addresses.add(text(address, "local").orElseThrow() + "/" + number(address, "prefixlen").orElse(0));
            }
        }
        return addresses;
    }

    private static Map<Integer, VfAttributes> vfs(Map<String, Object> link) {
        Map<Integer, VfAttributes> vfs = new TreeMap<>();
        for (Map<String, Object> vf : objects(link, "vfinfo_list")) {
            number(vf, "vf").ifPresent(index -> vfs.put(index, attributes(vf)));
        }
        return vfs;
    }

    private static VfAttributes attributes(Map<String, Object> vf) {
        Map<String, Object> rate = object(vf, "rate");
        return new VfAttributes(text(vf, "address").flatMap(MacAddress::parse), Optional.of(vlan(vf)),
                flag(vf, "spoofchk"), flag(vf, "trust"), text(vf, "link_state").flatMap(IpJson::linkState),
                number(rate, "min_tx").or(() -> Optional.of(0)),
                number(rate, "max_tx").or(() -> number(vf, "tx_rate")).or(() -> Optional.of(0)));
    }

    /** {@code vlan_list}, or plain {@code vlan} and {@code qos} from a kernel before 4.9; neither where there is none. */
    private static Vlan vlan(Map<String, Object> vf) {
        List<Map<String, Object>> tags = objects(vf, "vlan_list");
        Map<String, Object> tag = tags.isEmpty() ? vf : tags.getFirst();
        int id = number(tag, "vlan").orElse(0);
        if (id == 0) {
            return Vlan.NONE;
        }
        boolean outer = text(tag, "protocol").filter("802.1ad"::equalsIgnoreCase).isPresent();
        return new Vlan(id, number(tag, "qos").orElse(0), outer ? Vlan.Protocol.DOT1AD : Vlan.Protocol.DOT1Q);
    }

    private static Optional<LinkState> linkState(String state) {
        return switch (state) {
            case "auto" -> Optional.of(LinkState.AUTO);
            case "enable" -> Optional.of(LinkState.ON);
            case "disable" -> Optional.of(LinkState.OFF);
            default -> Optional.empty();
        };
    }

    /** The routes that somebody added, each once for every interface it leads through. */
    static List<Route> routes(String json) {
        List<Route> routes = new ArrayList<>();
        for (Map<String, Object> route : objects(json)) {
            boolean derived = text(route, "type").filter(DERIVED::contains).isPresent()
                    || text(route, "protocol").filter(UNASKED::contains).isPresent();
            if (!derived) {
                String destination = text(route, "dst").orElse("default");
                text(route, "dev").ifPresent(dev -> routes.add(new Route(dev, destination)));
                objects(route, "nexthops").forEach(
                        hop -> text(hop, "dev").ifPresent(dev -> routes.add(new Route(dev, destination))));
            }
        }
        return routes;
    }

    private static List<Map<String, Object>> objects(String json) {
        // ip prints nothing at all where it has nothing to list
        if (json.isBlank()) {
            return List.of();
        }
        try {
            return maps(JSON.std.listFrom(json));
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "ip -json printed something that is no JSON: iproute2 is too old",
                    e);
        }
    }

    private static List<Map<String, Object>> objects(Map<String, Object> object, String key) {
        return maps(list(object, key));
    }

    private static List<Map<String, Object>> maps(List<?> list) {
        List<Map<String, Object>> maps = new ArrayList<>();
        list.forEach(element -> Optional.of(asMap(element)).filter(map -> !map.isEmpty()).ifPresent(maps::add));
        return maps;
    }

    private static Map<String, Object> asMap(Object value) {
        Map<String, Object> map = new HashMap<>();
        if (value instanceof Map<?, ?> raw) {
            raw.forEach((key, element) -> map.put(String.valueOf(key), element));
        }
        return map;
    }

    private static Map<String, Object> object(Map<String, Object> object, String key) {
        return asMap(object.get(key));
    }

    private static List<?> list(Map<String, Object> object, String key) {
        return object.get(key) instanceof List<?> list ? list : List.of();
    }

    private static Optional<String> text(Map<String, Object> object, String key) {
        return object.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Integer> number(Map<String, Object> object, String key) {
        return object.get(key) instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }

    private static Optional<Boolean> flag(Map<String, Object> object, String key) {
        return object.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }
}
