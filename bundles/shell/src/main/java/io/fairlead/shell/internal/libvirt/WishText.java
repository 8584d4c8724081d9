package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.LinkState;
import io.fairlead.api.VfAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is wished for a VF, or granted. */
final class WishText {

    private WishText() {
    }

    /** {@code trust on, max rate 1000}; a dash for nothing. */
    static String of(VfAttributes wish) {
        List<String> words = new ArrayList<>();
        wish.trust().ifPresent(on -> words.add("trust " + onOff(on)));
        wish.spoofCheck().ifPresent(on -> words.add("spoof check " + onOff(on)));
        wish.linkState().ifPresent(state -> words.add("link " + word(state)));
        wish.minRate().ifPresent(rate -> words.add("min rate " + rate));
        wish.maxRate().ifPresent(rate -> words.add("max rate " + rate));
        return words.isEmpty() ? "-" : String.join(", ", words);
    }

    static Map<String, Object> json(VfAttributes wish) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("trust", wish.trust().orElse(null));
        shape.put("spoofCheck", wish.spoofCheck().orElse(null));
        shape.put("linkState", wish.linkState().map(WishText::word).orElse(null));
        shape.put("minRate", wish.minRate().orElse(null));
        shape.put("maxRate", wish.maxRate().orElse(null));
        return shape;
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private static String word(LinkState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
