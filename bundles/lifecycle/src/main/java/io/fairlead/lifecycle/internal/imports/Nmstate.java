package io.fairlead.lifecycle.internal.imports;

import io.fairlead.lifecycle.internal.document.Place;
import io.fairlead.lifecycle.internal.document.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nmstate's YAML or JSON, as of {@code nmstatectl show}: {@code interfaces[].ethernet.sr-iov}. Zeros are what the kernel shows
 * for none.
 *
 * @see <a href="https://nmstate.io/devel/yaml_api.html">Nmstate's YAML API</a>, <i>Ethernet interface</i>
 * @see <a href="https://docs.rs/nmstate/latest/nmstate/struct.SrIovVfConfig.html">SrIovVfConfig</a>
 */
final class Nmstate implements Foreign {

    private static final Set<String> VF_KEYS = Set.of("id", "iface-name", "mac-address", "spoof-check", "trust",
            "min-tx-rate", "max-tx-rate", "vlan-id", "qos", "vlan-proto");

    @Override
    public String format() {
        return "nmstate";
    }

    @Override
    public boolean fits(Source source) {
        return source.mappings().stream().anyMatch(root -> !Trees.list(root, "interfaces").isEmpty());
    }

    @Override
    public void read(Source source, Draft draft) {
        for (Tree.Entries root : source.mappings()) {
            List<String> others = new ArrayList<>();
            for (Tree item : Trees.list(root, "interfaces")) {
                String name = Trees.text(item, "name").map(Tree.Scalar::text).orElse("");
                Optional<Tree.Entries> sriov = Trees.mapping(item, "ethernet")
                        .flatMap(map -> Trees.mapping(map, "sr-iov"));
                if (sriov.isPresent() && Values.isInterface(name)) {
                    pf(name, (Tree.Entries) item, sriov.get(), draft);
                } else {
                    others.add(Values.shown(name));
                }
            }
            if (!others.isEmpty()) {
                draft.leftOut(root.get("interfaces").map(Tree::place).orElse(root.place()),
                        "no PFs with VFs: " + String.join(", ", others));
            }
            Trees.others(root, Set.of("interfaces"), "the host's state", draft);
        }
    }

    private static void pf(String name, Tree.Entries item, Tree.Entries sriov, Draft draft) {
        PfDraft pf = draft.pf(name);
        Trees.ifText(sriov, "total-vfs", pf::count);
        Trees.ifText(sriov, "drivers-autoprobe", (place, text) -> Values.truth(text).ifPresent(pf::probe));
        for (Tree vf : Trees.list(sriov, "vfs")) {
            if (vf instanceof Tree.Entries map) {
                vf(pf, map, draft);
            }
        }
        Trees.others(sriov, Set.of("total-vfs", "drivers-autoprobe", "vfs"), name + "'s SR-IOV", draft);
        Trees.others(item, Set.of("name", "type", "state", "ethernet", "identifier", "profile-name"), name, draft);
    }

    private static void vf(PfDraft pf, Tree.Entries vf, Draft draft) {
        Place place = vf.place();
        Optional<Long> id = Trees.text(vf, "id").flatMap(text -> Values.number(text.text(), 0, 65_535));
        if (id.isEmpty()) {
            draft.leftOut(place, "this VF has no id");
            return;
        }
        FunctionDraft function = pf.function(place, id.get());
        Trees.ifText(vf, "mac-address", function::mac);
        Trees.ifText(vf, "vlan-id", function::vlanId);
        Trees.ifText(vf, "qos", function::qos);
        Trees.ifText(vf, "vlan-proto", function::protocol);
        Trees.ifText(vf, "spoof-check", (at, text) -> function.flag(at, "spoofCheck", text));
        Trees.ifText(vf, "trust", (at, text) -> function.flag(at, "trust", text));
        Trees.ifText(vf, "min-tx-rate", (at, text) -> function.rate(at, "minRate", text));
        Trees.ifText(vf, "max-tx-rate", (at, text) -> function.rate(at, "maxRate", text));
        Trees.others(vf, VF_KEYS, "VF " + id.get(), draft);
    }
}
