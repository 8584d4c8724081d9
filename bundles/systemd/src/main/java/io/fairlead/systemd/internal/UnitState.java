package io.fairlead.systemd.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A unit as systemd has it, by its properties (org.freedesktop.systemd1(5)).
 *
 * @param loaded whether it has a file that systemd understood
 * @param file the unit's file
 * @param enabled {@code UnitFileState}: {@code enabled}, {@code static}, …
 * @param active {@code ActiveState}: {@code active}, {@code failed}, …
 * @param result of its last run; {@code success} where it never ran
 * @param after what it is ordered after
 * @param wants what is started with it
 */
record UnitState(boolean loaded, Optional<String> file, Optional<String> enabled, String active,
        Optional<String> result, List<String> after, List<String> wants) {

    static UnitState of(Map<String, Object> properties) {
        return new UnitState("loaded".equals(properties.get("LoadState")), text(properties, "FragmentPath"),
                text(properties, "UnitFileState"), text(properties, "ActiveState").orElse("unknown"),
                text(properties, "Result"), list(properties, "After"), list(properties, "Wants"));
    }

    private static Optional<String> text(Map<String, Object> properties, String name) {
        return Optional.ofNullable(properties.get(name)).map(String::valueOf).filter(text -> !text.isEmpty());
    }

    private static List<String> list(Map<String, Object> properties, String name) {
        return properties.get(name) instanceof List<?> all ? all.stream().map(String::valueOf).toList() : List.of();
    }
}
