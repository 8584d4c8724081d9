package io.fairlead.systemd.internal;

import io.fairlead.api.resource.Declaration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a document says of VFs at boot.
 *
 * @param declared what is said of each PF in {@code physicalFunctions}, by its selector
 * @param atBoot the selectors of the PFs whose VFs are to be made at boot; empty for all that are declared with VFs
 */
record UnitSection(Map<String, Map<String, Object>> declared, Optional<List<String>> atBoot) {

    static final String NAME = "systemd";
    static final String AT_BOOT = "virtualFunctionsAtBoot";
    static final String PFS = "physicalFunctions";

    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "description": "Units that make VFs at boot, before libvirt starts.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "virtualFunctionsAtBoot": {
                  "description": "The PFs whose VFs systemd makes at each boot, of those in physicalFunctions; all of them where nothing is said.",
                  "type": "array",
                  "uniqueItems": true,
                  "items": {"description": "A PF, by any of its names.", "type": "string", "minLength": 1, "maxLength": 80}
                }
              }
            }
            """;

    static UnitSection of(Declaration declaration) {
        Map<String, Map<String, Object>> declared = new LinkedHashMap<>();
        declaration.section(PFS).orElse(Map.of())
                .forEach((selector, pf) -> declared.put(selector, Description.mapping(pf)));
        return new UnitSection(declared, declaration.section(NAME).map(section -> section.get(AT_BOOT))
                .map(list -> ((List<?>) list).stream().map(String::valueOf).toList()));
    }

    /** Those that have VFs. */
    Map<String, Map<String, Object>> wanted() {
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>(declared);
        wanted.values().removeIf(pf -> count(pf) == 0);
        return wanted;
    }

    static int count(Map<String, Object> pf) {
        return pf.get("virtualFunctions") instanceof Number count ? count.intValue() : 0;
    }
}
