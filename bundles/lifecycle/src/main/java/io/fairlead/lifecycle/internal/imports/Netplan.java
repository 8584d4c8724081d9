package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.MacAddress;
import io.fairlead.lifecycle.internal.document.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Netplan's YAML: {@code virtual-function-count} of a PF, and Ethernet interfaces whose {@code link} is a PF, which makes them
 * its VFs. Which VF such an interface becomes is found by netplan on the host, so that what is said of it has no index.
 *
 * @see <a href="https://netplan.readthedocs.io/en/stable/netplan-yaml/">Netplan's YAML reference</a>, <i>Properties for device
 *      type ethernets</i>
 */
final class Netplan implements Foreign {

    private static final Set<String> OF_VFS = Set.of("virtual-function-count", "link", "match", "set-name");

    @Override
    public String format() {
        return "netplan";
    }

    @Override
    public boolean fits(Source source) {
        return source.mappings().stream().anyMatch(root -> root.get("network").isPresent());
    }

    @Override
    public void read(Source source, Draft draft) {
        for (Tree.Entries root : source.mappings()) {
            Optional<Tree.Entries> network = Trees.mapping(root, "network");
            network.flatMap(map -> Trees.mapping(map, "ethernets")).ifPresent(map -> ethernets(map, draft));
            network.ifPresent(map -> {
                map.get("vlans").ifPresent(vlans -> vlans(vlans, draft));
                Trees.others(map, Set.of("ethernets", "vlans", "version", "renderer"), "network", draft);
            });
        }
    }

    private static void ethernets(Tree.Entries ethernets, Draft draft) {
        Map<String, List<String>> vfs = new HashMap<>();
        ethernets.entries().forEach((id, entry) -> Trees.text(entry.value(), "link")
                .ifPresent(pf -> vfs.computeIfAbsent(pf.text(), _ -> new ArrayList<>()).add(id)));
        ethernets.entries().forEach((id, entry) -> {
            if (!(entry.value() instanceof Tree.Entries ethernet)) {
                return;
            }
            if (ethernet.get("virtual-function-count").isPresent() || vfs.containsKey(id)) {
                pf(id, ethernet, vfs.getOrDefault(id, List.of()).size(), draft);
            } else if (ethernet.get("link").isPresent()) {
                vf(id, entry, ethernets, draft);
            } else {
                draft.leftOut(entry.key(), "%s is no PF with VFs".formatted(Values.shown(id)));
            }
        });
    }

    private static void pf(String id, Tree.Entries ethernet, int linked, Draft draft) {
        Optional<String> selector = selector(id, ethernet);
        if (selector.isEmpty()) {
            draft.leftOut(ethernet.place(),
                    "%s may be several interfaces, and a PF has to be a single one".formatted(Values.shown(id)));
            return;
        }
        PfDraft pf = selector.get().startsWith("driver:")
                ? draft.pfOfKind(ethernet.place(), selector.get())
                : draft.pf(selector.get());
        Trees.text(ethernet, "virtual-function-count").ifPresent(count -> pf.count(count.place(), count.text()));
        pf.atLeast(linked);
        Trees.text(ethernet, "embedded-switch-mode").filter(mode -> !mode.text().equals("legacy"))
                .ifPresent(mode -> draft
                        .leftOut(mode.place(),
                                "the embedded switch's mode %s is not set by Fairlead".formatted(mode.text())));
        Trees.others(ethernet, plus("embedded-switch-mode"), id, draft);
    }

    private static Set<String> plus(String key) {
        Set<String> keys = new HashSet<>(OF_VFS);
        keys.add(key);
        return keys;
    }

    /** By what does not change with the order of detection, where it is said. */
    private static Optional<String> selector(String id, Tree.Entries ethernet) {
        Optional<Tree.Entries> match = Trees.mapping(ethernet, "match");
        if (match.isEmpty()) {
            return Optional.of(id).filter(Values::isInterface);
        }
        return Trees.text(match.get(), "macaddress").flatMap(mac -> MacAddress.parse(mac.text()))
                .map(mac -> "mac:" + mac.text()).or(() -> Trees.text(ethernet, "set-name").map(Tree.Scalar::text))
                .or(() -> Trees.text(match.get(), "name").map(Tree.Scalar::text)).filter(
                        name -> name.startsWith("mac:") || Values.isInterface(name))
                .or(() -> Trees.text(match.get(), "driver").map(Tree.Scalar::text).filter(Values::isInterface)
                        .map("driver:"::concat));
    }

    private static void vf(String id, Tree.Entry entry, Tree.Entries ethernets, Draft draft) {
        String pf = Trees.text(entry.value(), "link").map(Tree.Scalar::text).orElse("");
        draft.leftOut(entry.key(), ethernets.get(pf).isPresent()
                ? "%s is counted as a VF of %s; which one it is, and what it has, is not said here".formatted(
                        Values.shown(id), Values.shown(pf))
                : "%s is a VF of %s, which is not here".formatted(Values.shown(id), Values.shown(pf)));
    }

    /** {@code renderer: sriov} makes a VLAN a port VLAN of a VF. */
    private static void vlans(Tree vlans, Draft draft) {
        if (vlans instanceof Tree.Entries all) {
            all.entries().forEach((id, entry) -> draft.leftOut(entry.key(),
                    Trees.text(entry.value(), "renderer").filter(text -> text.text().equals("sriov")).isPresent()
                            ? "%s is the port VLAN of a VF whose index is not said here".formatted(Values.shown(id))
                            : "%s is a VLAN on the host, and not of a VF's port".formatted(Values.shown(id))));
        }
    }
}
