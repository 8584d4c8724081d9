package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.GuestMay;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The document's section {@code libvirt}. Its key {@code startAfter} is about units, and the unit's provider reads it.
 *
 * @param pools the PF of each pool, by the pool's name
 * @param guestsMay what guests may wish for; empty where no hooks are wanted
 */
record Section(Map<String, String> pools, Optional<Set<GuestMay>> guestsMay) {

    static final String NAME = "libvirt";

    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "startAfter": {"type": "array", "items": {"type": "string"}},
                "pools": {"type": "object", "additionalProperties": {"type": "string"}},
                "guestsMay": {"type": "array",
                  "items": {"enum": ["trust", "spoofCheck", "rates", "linkState"]}}
              }
            }
            """;

    static Section of(Optional<Map<String, Object>> desired) {
        if (desired.isEmpty()) {
            return new Section(Map.of(), Optional.empty());
        }
        Map<String, Object> section = desired.get();
        section.keySet().stream().filter(key -> !Set.of("startAfter", "pools", "guestsMay").contains(key)).findFirst()
                .ifPresent(key -> {
                    throw wrong(Printable.of(key), "is not known: there are startAfter, pools and guestsMay");
                });
        return new Section(pools(section.get("pools")),
                Optional.ofNullable(section.get("guestsMay")).map(Section::may));
    }

    private static Map<String, String> pools(Object value) {
        Map<String, String> pools = new LinkedHashMap<>();
        if (value == null) {
            return pools;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("pools", "has to be a map from names of pools to PFs");
        }
        map.forEach((name, pf) -> {
            if (!(name instanceof String text) || !(pf instanceof String device)) {
                throw wrong("pools", "has to be a map from names of pools to PFs");
            }
            if (pools.containsValue(device)) {
                throw wrong("pools", "names %s twice, and two pools would give out the same VFs"
                        .formatted(Printable.of(device)));
            }
            pools.put(text, device);
        });
        return pools;
    }

    /** What a list of words allows. */
    static Set<GuestMay> may(Object value) {
        Set<GuestMay> may = EnumSet.noneOf(GuestMay.class);
        if (!(value instanceof List<?> list)) {
            throw wrong("guestsMay", "has to be a list");
        }
        list.forEach(word -> may.add(GuestMay.of(String.valueOf(word)).orElseThrow(() -> wrong("guestsMay",
                "knows no %s: there are trust, spoofCheck, rates and linkState"
                        .formatted(Printable.quoted(String.valueOf(word)))))));
        return may;
    }

    private static FairleadException wrong(String key, String why) {
        return new FairleadException(Kind.USAGE, "libvirt.%s %s".formatted(key, why));
    }
}
