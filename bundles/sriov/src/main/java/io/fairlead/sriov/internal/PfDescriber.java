package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.LinkState;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.Vlan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says what a PF is in the words of a document: no more than what is not as a new VF would be. */
final class PfDescriber {

    private static final String NO_MAC = "00:00:00:00:00:00";

    private final NicUse nics;

    PfDescriber(NicUse nics) {
        this.nics = nics;
    }

    Map<String, Object> describe(PhysicalFunction pf) {
        SortedMap<Integer, Map<String, Object>> functions = new TreeMap<>();
        Set<VfAttribute> settable = pf.nicDriver().isPresent() ? nics.settable(pf) : Set.of();
        pf.functions().stream().filter(vf -> !PfState.hasGuest(vf)).forEach(
                vf -> functions.put(vf.index(), document(new VfState(attributes(vf, settable), driver(pf, vf)))));
        Map<String, Object> each = common(functions);
        Map<String, Object> own = new LinkedHashMap<>();
        functions.forEach((index, function) -> {
            function.keySet().removeAll(each.keySet());
            if (!function.isEmpty()) {
                own.put(String.valueOf(index), function);
            }
        });
        Map<String, Object> described = new LinkedHashMap<>();
        described.put(PfSection.VFS, (long) pf.numVfs());
        if (!pf.probe()) {
            // The kernel's own default is not declared: a unit that leaves it alone would otherwise be made anew.
            described.put(PfSection.PROBE, false);
        }
        // legacy is what every boot begins with
        pf.eswitchMode().filter(EswitchMode.SWITCHDEV::equals)
                .ifPresent(mode -> described.put(PfSection.ESWITCH, mode.label()));
        if (!each.isEmpty()) {
            described.put(PfSection.EACH, each);
        }
        if (!own.isEmpty()) {
            described.put(PfSection.FUNCTIONS, own);
        }
        return described;
    }

    private static VfAttributes attributes(VirtualFunction vf, Set<VfAttribute> settable) {
        VfAttributes seen = vf.attributes();
        Optional<Vlan> vlan = seen.vlan().filter(tag -> tag.id() != 0).filter(tag -> settable
                .contains(tag.protocol() == Vlan.Protocol.DOT1AD ? VfAttribute.VLAN_802_1AD : VfAttribute.VLAN));
        return new VfAttributes(
                seen.mac().filter(mac -> !mac.text().equals(NO_MAC) && settable.contains(VfAttribute.MAC)), vlan,
                seen.spoofCheck().filter(_ -> settable.contains(VfAttribute.SPOOF_CHECK)),
                seen.trust().filter(_ -> settable.contains(VfAttribute.TRUST)),
                seen.linkState()
                        .filter(state -> state != LinkState.AUTO && settable.contains(VfAttribute.LINK_STATE)),
                seen.minRate().filter(rate -> rate != 0 && settable.contains(VfAttribute.MIN_RATE)),
                seen.maxRate().filter(rate -> rate != 0 && settable.contains(VfAttribute.MAX_RATE)));
    }

    /** With probing the kernel binds its own driver, which makes an interface; without, none. */
    private static Optional<VfDriver> driver(PhysicalFunction pf, VirtualFunction vf) {
        boolean asNew = pf.probe() ? vf.driver().isPresent() && vf.name().isPresent() : vf.driver().isEmpty();
        return asNew ? Optional.empty() : VfState.of(vf).driver();
    }

    /** In a document a VLAN is one thing. */
    private static Map<String, Object> document(VfState state) {
        Map<String, Object> said = state.value();
        Object qos = said.remove(VfState.QOS);
        Object proto = said.remove(VfState.PROTO);
        state.attributes().vlan().filter(vlan -> !vlan.equals(new Vlan(vlan.id(), 0, Vlan.Protocol.DOT1Q)))
                .ifPresent(_ -> said.put(VfState.VLAN,
                        Map.of("id", said.get(VfState.VLAN), VfState.QOS, qos, VfState.PROTO, proto)));
        return said;
    }

    /** What all say alike; a MAC address is one VF's own. */
    private static Map<String, Object> common(SortedMap<Integer, Map<String, Object>> functions) {
        if (functions.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> common = new LinkedHashMap<>(functions.firstEntry().getValue());
        common.remove(VfState.MAC);
        functions.values().forEach(function -> common.entrySet().retainAll(function.entrySet()));
        return common;
    }
}
