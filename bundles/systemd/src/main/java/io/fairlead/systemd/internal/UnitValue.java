package io.fairlead.systemd.internal;

import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A PF's unit as a resource's value: plain data. */
final class UnitValue {

    /** The description that is in force, by its lines. */
    private static final String DESCRIPTION = "description";
    /** Whether that is so at each boot, and not only until the next. */
    private static final String KEPT = "kept";
    /** The one for each boot, where another is tried. */
    private static final String KEPT_DESCRIPTION = "keptDescription";
    /** The files that are not there as they belong. */
    private static final String MISSING = "missing";

    private UnitValue() {
    }

    static Map<String, Object> of(Descriptions descriptions, List<HostPath> missing) {
        Map<String, Object> value = new LinkedHashMap<>();
        descriptions.inForce().ifPresent(description -> {
            value.put(DESCRIPTION, description.lines());
            value.put(KEPT, descriptions.tried().isEmpty());
        });
        descriptions.kept().filter(_ -> descriptions.tried().isPresent())
                .ifPresent(description -> value.put(KEPT_DESCRIPTION, description.lines()));
        if (!value.isEmpty() && !missing.isEmpty()) {
            value.put(MISSING, missing.stream().map(HostPath::toString).toList());
        }
        return value;
    }

    static Map<String, Object> wanted(Description description) {
        return Map.of(DESCRIPTION, description.lines());
    }

    /** The descriptions of a value as it was read. */
    static Descriptions descriptions(Map<String, Object> value) {
        Optional<Description> inForce = description(value.get(DESCRIPTION));
        return Boolean.TRUE.equals(value.get(KEPT))
                ? new Descriptions(inForce, Optional.empty())
                : new Descriptions(description(value.get(KEPT_DESCRIPTION)), inForce);
    }

    private static Optional<Description> description(Object lines) {
        return lines instanceof List<?> list
                ? Optional.of(new Description(list.stream().map(String::valueOf).toList()))
                : Optional.empty();
    }

    /** Whether what was read is as wanted, tried or kept. */
    static boolean isSo(Map<String, Object> read, Map<String, Object> wanted) {
        return isSo(read, wanted, Persistence.TRY);
    }

    /** The same; to be kept, it is not enough that it is tried. */
    static boolean isSo(Map<String, Object> read, Map<String, Object> wanted, Persistence persistence) {
        return wanted.isEmpty()
                ? read.isEmpty()
                : wanted.get(DESCRIPTION).equals(read.get(DESCRIPTION)) && !read.containsKey(MISSING)
                        && (persistence == Persistence.TRY || !isTry(read));
    }

    static boolean isTry(Map<String, Object> read) {
        return Boolean.FALSE.equals(read.get(KEPT));
    }
}
