package io.fairlead.libvirt.internal;

import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the owner of the host allows guests to wish for. It lies in a file of root's, since whoever may edit a guest must
 * not grant it trust.
 *
 * @param may nothing, where there is no such file
 */
record Grants(Set<GuestMay> may) {

    static final HostPath FILE = HostPath.OUR_ETC.resolve("guests-may");

    private static final String HEADER = """
            # What guests' metadata may wish for: trust, spoofCheck, rates, linkState. Written by
            # "fairlead libvirt:hooks install --keep --guests-may …".
            """;

    /** Those in force. */
    static Grants read(HostFiles files) {
        Set<GuestMay> may = EnumSet.noneOf(GuestMay.class);
        files.read(FILE).ifPresent(text -> text.lines().filter(line -> !line.startsWith("#"))
                .flatMap(line -> List.of(line.strip().split("\\s+")).stream())
                .forEach(word -> GuestMay.of(word).ifPresent(may::add)));
        return new Grants(may);
    }

    byte[] text() {
        String words = may.stream().sorted().map(GuestMay::word).collect(Collectors.joining(" "));
        return (HEADER + words + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** What of a wish is allowed. */
    VfAttributes limit(VfAttributes wish) {
        return new VfAttributes(Optional.empty(), Optional.empty(), allowed(VfAttribute.SPOOF_CHECK, wish.spoofCheck()),
                allowed(VfAttribute.TRUST, wish.trust()), allowed(VfAttribute.LINK_STATE, wish.linkState()),
                allowed(VfAttribute.MIN_RATE, wish.minRate()), allowed(VfAttribute.MAX_RATE, wish.maxRate()));
    }

    /** What of a wish is not. */
    List<VfAttribute> denied(VfAttributes wish) {
        List<VfAttribute> denied = new ArrayList<>();
        deny(denied, VfAttribute.SPOOF_CHECK, wish.spoofCheck());
        deny(denied, VfAttribute.TRUST, wish.trust());
        deny(denied, VfAttribute.LINK_STATE, wish.linkState());
        deny(denied, VfAttribute.MIN_RATE, wish.minRate());
        deny(denied, VfAttribute.MAX_RATE, wish.maxRate());
        return denied;
    }

    private void deny(List<VfAttribute> denied, VfAttribute attribute, Optional<?> value) {
        if (value.isPresent() && !allows(attribute)) {
            denied.add(attribute);
        }
    }

    private <T> Optional<T> allowed(VfAttribute attribute, Optional<T> value) {
        return value.filter(_ -> allows(attribute));
    }

    private boolean allows(VfAttribute attribute) {
        return may.stream().anyMatch(one -> one.attributes().contains(attribute));
    }
}
