package io.fairlead.sriov.internal;

import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is wanted of a VF's attributes and is not so yet. */
final class VfAttributeDiff {

    private VfAttributeDiff() {
    }

    /** The wanted attributes that differ from, or are not told by, those seen. */
    static VfAttributes missing(VfAttributes wanted, VfAttributes seen) {
        return new VfAttributes(missing(wanted.mac(), seen.mac()), missing(wanted.vlan(), seen.vlan()),
                missing(wanted.spoofCheck(), seen.spoofCheck()), missing(wanted.trust(), seen.trust()),
                missing(wanted.linkState(), seen.linkState()), missing(wanted.minRate(), seen.minRate()),
                missing(wanted.maxRate(), seen.maxRate()));
    }

    private static <T> Optional<T> missing(Optional<T> wanted, Optional<T> seen) {
        return wanted.equals(seen) ? Optional.empty() : wanted;
    }

    /** The attributes that are not empty. */
    static Set<VfAttribute> named(VfAttributes attributes) {
        Set<VfAttribute> named = EnumSet.noneOf(VfAttribute.class);
        attributes.mac().ifPresent(_ -> named.add(VfAttribute.MAC));
        attributes.vlan().ifPresent(vlan -> named
                .add(vlan.protocol() == Vlan.Protocol.DOT1AD ? VfAttribute.VLAN_802_1AD : VfAttribute.VLAN));
        attributes.spoofCheck().ifPresent(_ -> named.add(VfAttribute.SPOOF_CHECK));
        attributes.trust().ifPresent(_ -> named.add(VfAttribute.TRUST));
        attributes.linkState().ifPresent(_ -> named.add(VfAttribute.LINK_STATE));
        attributes.minRate().ifPresent(_ -> named.add(VfAttribute.MIN_RATE));
        attributes.maxRate().ifPresent(_ -> named.add(VfAttribute.MAX_RATE));
        return named;
    }

    /** The wanted attributes that the kernel driver tells and that are different from what was wanted. */
    static Set<VfAttribute> contradicted(VfAttributes wanted, VfAttributes seen) {
        Set<VfAttribute> contradicted = named(missing(wanted, seen));
        contradicted.removeIf(attribute -> !told(attribute, seen));
        return contradicted;
    }

    private static boolean told(VfAttribute attribute, VfAttributes seen) {
        boolean isVlan = attribute == VfAttribute.VLAN || attribute == VfAttribute.VLAN_802_1AD;
        return isVlan ? seen.vlan().isPresent() : named(seen).contains(attribute);
    }
}
