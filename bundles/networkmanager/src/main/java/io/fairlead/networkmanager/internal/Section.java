package io.fairlead.networkmanager.internal;

import io.fairlead.api.resource.Declaration;
import java.util.List;

/**
 * The document's section {@code networkManager}.
 *
 * @param everyPf whether the VFs of all PFs are to be left alone
 * @param pfs or those of these, as the document names them
 */
record Section(boolean everyPf, List<String> pfs) {

    static final String NAME = "networkManager";
    static final String UNMANAGED = "unmanaged";

    private static final String EVERY = "virtual-functions";

    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "description": "What NetworkManager is kept off.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "unmanaged": {
                  "description": "Whose VFs NetworkManager leaves alone: virtual-functions for those of every PF, or a list of PFs, each by its interface, PCI address, or another selector.",
                  "oneOf": [
                    {"const": "virtual-functions"},
                    {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true}]
                }
              }
            }
            """;

    static Section of(Declaration declaration) {
        return declaration.section(NAME).map(section -> section.get(UNMANAGED))
                .map(value -> value instanceof List<?> list
                        ? new Section(false, list.stream().map(String::valueOf).toList())
                        : new Section(true, List.of()))
                .orElse(new Section(false, List.of()));
    }

    /** What the section says to leave alone these PFs. */
    static Object unmanaged(List<String> labels, boolean every) {
        return every ? EVERY : labels;
    }
}
