package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The document's section {@code networkManager}.
 *
 * @param everyPf whether the VFs of all PFs are to be left alone
 * @param pfs or those of these
 */
record Section(boolean everyPf, List<String> pfs) {

    static final String NAME = "networkManager";

    static final String SCHEMA = """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "unmanaged": {"oneOf": [
                  {"const": "virtual-functions"},
                  {"type": "array", "items": {"type": "string"}, "uniqueItems": true}]}
              }
            }
            """;

    private static final String UNMANAGED = "unmanaged";
    private static final String EVERY = "virtual-functions";

    static Section of(Optional<Map<String, Object>> desired) {
        Map<String, Object> section = desired.orElse(Map.of());
        section.keySet().stream().filter(key -> !key.equals(UNMANAGED)).findFirst().ifPresent(key -> {
            throw new FairleadException(Kind.USAGE,
                    "networkManager.%s is not known: there is unmanaged".formatted(Printable.of(key)));
        });
        return switch (section.get(UNMANAGED)) {
            case null -> new Section(false, List.of());
            case String text when text.equals(EVERY) -> new Section(true, List.of());
            case List<?> list -> new Section(false, names(list));
            default -> throw wrong();
        };
    }

    private static List<String> names(List<?> list) {
        List<String> names = new ArrayList<>();
        for (Object name : list) {
            if (!(name instanceof String text)) {
                throw wrong();
            }
            names.add(text);
        }
        return names;
    }

    private static FairleadException wrong() {
        return new FairleadException(Kind.USAGE,
                "networkManager.unmanaged has to be virtual-functions, for those of all PFs, or a list of PFs");
    }
}
