package io.fairlead.lifecycle.internal;

import io.fairlead.host.Link;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which interfaces a connection to this host runs over: the one with the address, and all that it lies on. */
final class OwnConnection {

    private OwnConnection() {
    }

    /** The names of them, the uppermost first; none where no interface has the address. */
    static Set<String> over(List<Link> links, String address) {
        Deque<Link> toSee = new ArrayDeque<>(
                links.stream().filter(link -> link.addresses().stream().anyMatch(each -> is(each, address))).toList());
        Set<String> names = new LinkedHashSet<>();
        while (!toSee.isEmpty()) {
            Link link = toSee.pop();
            if (names.add(link.name())) {
                links.stream().filter(other -> isBelow(other, link)).forEach(toSee::add);
            }
        }
        return names;
    }

    private static boolean is(String withPrefix, String address) {
        return withPrefix.equals(address) || withPrefix.startsWith(address + "/");
    }

    /** A port of a bridge or bond, or what a VLAN or macvlan lies on. */
    private static boolean isBelow(Link other, Link link) {
        return other.master().filter(link.name()::equals).isPresent()
                || link.lower().filter(index -> index == other.index()).isPresent();
    }
}
