package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.MacAddress;
import io.fairlead.lifecycle.internal.document.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One virtual function of a {@link Draft}; what a document cannot say is told there. */
final class FunctionDraft {

    private static final String NO_MAC = "00:00:00:00:00:00";

    private static final List<String> ORDER = List.of("mac", "vlan", "spoofCheck", "trust", "linkState", "minRate",
            "maxRate",
            "driver");

    private final Draft draft;
    private final Place place;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, Object> vlan = new LinkedHashMap<>();

    FunctionDraft(Draft draft, Place place) {
        this.draft = draft;
        this.place = place;
    }

    Place place() {
        return place;
    }

    /** All zeros are none. */
    void mac(Place at, String text) {
        if (!text.equals(NO_MAC)) {
            put(at, "mac", MacAddress.parse(text).filter(mac -> !mac.multicast()).map(MacAddress::text), text,
                    "a MAC address that a VF can have");
        }
    }

    /** 0 is none. */
    void vlanId(Place at, String text) {
        put(at, vlan, "id", Values.number(text, 0, 4094), text, "a VLAN");
    }

    void qos(Place at, String text) {
        put(at, vlan, "qos", Values.number(text, 0, 7), text, "a priority from 0 to 7");
    }

    void protocol(Place at, String text) {
        put(at, vlan, "proto", switch (text.toLowerCase(Locale.ROOT)) {
            case "802.1q" -> Optional.of("802.1Q");
            case "802.1ad" -> Optional.of("802.1ad");
            default -> Optional.empty();
        }, text, "a VLAN protocol");
    }

    void flag(Place at, String name, String text) {
        put(at, name, Values.truth(text), text, "yes or no");
    }

    /** A truth value, or auto. */
    void linkState(Place at, String text) {
        put(at, "linkState",
                text.equals("auto") ? Optional.of("auto") : Values.truth(text).map(up -> up ? "on" : "off"), text,
                "a link state");
    }

    /** Mbit/s; 0 is none. */
    void rate(Place at, String name, String text) {
        Optional<Long> rate = Values.number(text, 0, 4_294_967_295L);
        if (!rate.equals(Optional.of(0L))) {
            put(at, name, rate, text, "a rate in Mbit/s");
        }
    }

    void driver(String name) {
        attributes.put("driver", name);
    }

    private void put(Place at, String key, Optional<?> value, String text, String what) {
        put(at, attributes, key, value, text, what);
    }

    private void put(Place at, Map<String, Object> map, String key, Optional<?> value, String text, String what) {
        value.ifPresentOrElse(there -> map.put(key, there),
                () -> draft.leftOut(at, "%s is not %s".formatted(Values.shown(text), what)));
    }

    /** A VLAN that is none, or has no number, is not mentioned. */
    Map<String, Object> plain() {
        Map<String, Object> unordered = new LinkedHashMap<>(attributes);
        Object id = vlan.get("id");
        if (id != null && !id.equals(0L)) {
            boolean plainTag = Optional.ofNullable(vlan.get("qos")).orElse(0L).equals(0L)
                    && Optional.ofNullable(vlan.get("proto")).orElse("802.1Q").equals("802.1Q");
            unordered.put("vlan", plainTag ? id : vlan);
        }
        Map<String, Object> plain = new LinkedHashMap<>();
        ORDER.stream().filter(unordered::containsKey).forEach(key -> plain.put(key, unordered.get(key)));
        return plain;
    }
}
