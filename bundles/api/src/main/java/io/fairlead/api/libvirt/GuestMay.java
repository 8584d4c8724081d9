package io.fairlead.api.libvirt;

import io.fairlead.api.VfAttribute;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the owner of the host may allow the guests' definitions to wish for. */
public enum GuestMay {
    /** Trust. */
    TRUST("trust"),
    /** The spoof check. */
    SPOOF_CHECK("spoofCheck"),
    /** The minimum and the maximum rate. */
    RATES("rates"),
    /** What the guest is told of its link. */
    LINK_STATE("linkState");

    private final String word;

    GuestMay(String word) {
        this.word = word;
    }

    /** As users write it: {@code spoofCheck}. */
    public String word() {
        return word;
    }

    /** The attributes that it is about. */
    public Set<VfAttribute> attributes() {
        return switch (this) {
            case TRUST -> Set.of(VfAttribute.TRUST);
            case SPOOF_CHECK -> Set.of(VfAttribute.SPOOF_CHECK);
            case RATES -> Set.of(VfAttribute.MIN_RATE, VfAttribute.MAX_RATE);
            case LINK_STATE -> Set.of(VfAttribute.LINK_STATE);
        };
    }

    /** The one that is written so, in any case. */
    public static Optional<GuestMay> of(String word) {
        return Stream.of(values()).filter(may -> may.word.equalsIgnoreCase(word)).findFirst();
    }
}
