package io.fairlead.lifecycle.internal.imports;

import io.fairlead.lifecycle.internal.document.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes resources {@code SriovNetworkNodePolicy}, one or several. A policy is for every device that all of its selectors
 * fit; the most telling one is taken.
 *
 * @see <a href=
 *      "https://github.com/k8snetworkplumbingwg/sriov-network-operator/blob/master/api/v1/sriovnetworknodepolicy_types.go">
 *      SriovNetworkNodePolicySpec</a>
 */
final class NodePolicy implements Foreign {

    private static final String KIND = "SriovNetworkNodePolicy";
    /** {@code eno4#0-3}: some VFs of a PF. */
    private static final Pattern PART = Pattern.compile("([^#]+)(?:#([0-9]{1,5})-([0-9]{1,5}))?");
    private static final Set<String> READ = Set.of("numVfs", "nicSelector", "deviceType");
    /** These say of their usual value that nothing is special. */
    private static final Set<String> USUAL = Set.of("linkType eth", "linkType ETH", "eSwitchMode legacy",
            "isRdma false",
            "needVhostNet false", "externallyManaged false", "excludeTopology false");

    @Override
    public String format() {
        return KIND;
    }

    @Override
    public boolean fits(Source source) {
        return source.mappings().stream().anyMatch(root -> !policies(root).isEmpty());
    }

    @Override
    public void read(Source source, Draft draft) {
        for (Tree.Entries root : source.mappings()) {
            List<Tree.Entries> policies = policies(root);
            policies.forEach(policy -> Trees.mapping(policy, "spec").ifPresent(spec -> policy(spec, draft)));
            if (policies.isEmpty()) {
                draft.leftOut(root.place(), "this resource is no %s".formatted(KIND));
            }
        }
    }

    /** It itself, or those of the list that it is; the items of a list of policies need not say their kind. */
    private static List<Tree.Entries> policies(Tree.Entries root) {
        if (kind(root).equals(KIND)) {
            return List.of(root);
        }
        boolean ofPolicies = kind(root).equals(KIND + "List");
        return Trees.list(root, "items").stream().filter(Tree.Entries.class::isInstance).map(Tree.Entries.class::cast)
                .filter(item -> ofPolicies || kind(item).equals(KIND)).toList();
    }

    private static String kind(Tree.Entries resource) {
        return Trees.text(resource, "kind").map(Tree.Scalar::text).orElse("");
    }

    private static void policy(Tree.Entries spec, Draft draft) {
        spec.entries().forEach((key, entry) -> {
            boolean usual = entry.value() instanceof Tree.Scalar value && USUAL.contains(key + " " + value.text());
            if (!READ.contains(key) && !usual) {
                draft.leftOut(entry.key(), "%s has no place in a document".formatted(Values.shown(key)));
            }
        });
        Optional<Tree.Entries> selector = Trees.mapping(spec, "nicSelector");
        List<String> pfs = selector.map(map -> pfs(map, draft)).orElse(List.of());
        if (pfs.isEmpty()) {
            draft.leftOut(selector.map(Tree::place).orElse(spec.place()),
                    "this policy names no PF, and which it is for is decided on the node");
        }
        pfs.forEach(name -> pf(name, spec, draft));
    }

    private static List<String> pfs(Tree.Entries selector, Draft draft) {
        List<String> names = words(selector, "pfNames");
        List<String> devices = words(selector, "rootDevices");
        Trees.others(selector, Set.of("pfNames", "rootDevices", "vendor", "deviceID"), "nicSelector", draft);
        if (!names.isEmpty() || !devices.isEmpty()) {
            return names.isEmpty() ? devices : names;
        }
        Optional<String> vendor = id(selector, "vendor");
        Optional<String> device = id(selector, "deviceID");
        if (vendor.isEmpty() || device.isEmpty()) {
            return List.of();
        }
        String kind = vendor.get() + ":" + device.get();
        draft.pfOfKind(selector.place(), kind);
        return List.of(kind);
    }

    private static Optional<String> id(Tree selector, String key) {
        return Trees.text(selector, key).map(Tree.Scalar::text).filter(text -> text.matches("[0-9a-f]{4}"));
    }

    private static List<String> words(Tree selector, String key) {
        return Trees.list(selector, key).stream().filter(Tree.Scalar.class::isInstance)
                .map(item -> ((Tree.Scalar) item).text()).toList();
    }

    private static void pf(String name, Tree.Entries spec, Draft draft) {
        Matcher part = PART.matcher(name);
        if (!part.matches() || !(Values.isInterface(part.group(1)) || name.matches("[0-9a-f]{4}:[0-9a-f]{4}")
                || Values.isPci(part.group(1)))) {
            draft.leftOut(spec.place(), "%s is no name of a PF".formatted(Values.shown(name)));
            return;
        }
        PfDraft pf = draft.pf(part.group(1));
        Trees.ifText(spec, "numVfs", pf::count);
        if (Trees.text(spec, "deviceType").filter(type -> type.text().equals("vfio-pci")).isEmpty()) {
            return;
        }
        if (part.group(2) == null) {
            pf.driver("vfio-pci");
        } else {
            for (long vf = Long.parseLong(part.group(2)); vf <= Long.parseLong(part.group(3)); vf++) {
                pf.function(spec.place(), vf).driver("vfio-pci");
            }
        }
    }
}
