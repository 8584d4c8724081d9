package io.fairlead.libvirt.internal;

import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.resource.Declaration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The document's section {@code libvirt}.
 *
 * @param startAfter the PFs whose VFs libvirt waits for, as the document names them; the unit's provider sees to that
 * @param pools the PF of each pool, by the pool's name
 * @param guestsMay what guests may wish for; empty where no hooks are wanted
 */
record Section(List<String> startAfter, Map<String, String> pools, Optional<Set<GuestMay>> guestsMay) {

    static final String NAME = "libvirt";
    static final String START_AFTER = "startAfter";
    static final String POOLS = "pools";
    static final String GUESTS_MAY = "guestsMay";

    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "description": "What libvirt gives to guests.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "startAfter": {
                  "description": "PFs of physicalFunctions whose VFs are to be there before libvirt starts, each by its interface, PCI address, or another selector.",
                  "type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true
                },
                "pools": {
                  "description": "libvirt networks that guests take a VF from: the name of each, and its PF.",
                  "type": "object",
                  "propertyNames": {
                    "description": "A network's name has letters, digits, dots, dashes, colons and underscores, at most 50.",
                    "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,49}$"
                  },
                  "additionalProperties": {
                    "description": "The PF, by its interface, PCI address, or another selector.",
                    "type": "string", "minLength": 1
                  }
                },
                "guestsMay": {
                  "description": "What a guest's metadata may wish for its VFs; hooks are installed that grant it. An empty list installs them and grants nothing.",
                  "type": "array", "items": {"enum": ["trust", "spoofCheck", "rates", "linkState"]}, "uniqueItems": true
                }
              }
            }
            """;

    static Section of(Declaration declaration) {
        Map<String, Object> section = declaration.section(NAME).orElse(Map.of());
        Map<String, String> pools = new LinkedHashMap<>();
        if (section.get(POOLS) instanceof Map<?, ?> map) {
            map.forEach((name, pf) -> pools.put(String.valueOf(name), String.valueOf(pf)));
        }
        return new Section(words(section.get(START_AFTER)), pools,
                Optional.ofNullable(section.get(GUESTS_MAY)).map(Section::may));
    }

    private static List<String> words(Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    /** What a list of words allows. */
    static Set<GuestMay> may(Object value) {
        Set<GuestMay> may = EnumSet.noneOf(GuestMay.class);
        words(value).forEach(word -> GuestMay.of(word).ifPresent(may::add));
        return may;
    }

    /** The words for what is allowed. */
    static List<String> words(Set<GuestMay> may) {
        return may.stream().sorted().map(GuestMay::word).toList();
    }
}
