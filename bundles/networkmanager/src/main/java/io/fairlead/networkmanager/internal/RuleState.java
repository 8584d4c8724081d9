package io.fairlead.networkmanager.internal;

import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What there is to keep NetworkManager off the VFs of a PF.
 *
 * @param way by which means; where there are both, by the rule
 * @param kept whether that lasts across boots
 * @param right whether it is as Fairlead writes it now, and does what it is for
 * @param managed the VFs' interfaces that NetworkManager manages all the same
 * @param files all of our files for this PF, with their content
 */
record RuleState(Way way, boolean kept, boolean right, List<String> managed, Map<HostPath, String> files) {

    private static final String WAY = "way";
    private static final String KEPT = "kept";
    private static final String FILES = "files";

    /** What is declared. */
    static final Map<String, Object> WANTED = Map.of(WAY, word(Way.UDEV_RULE), KEPT, true);

    /** As a resource's value, complete. */
    Map<String, Object> value() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(WAY, word(way));
        value.put(KEPT, kept);
        if (!managed.isEmpty()) {
            value.put("managed", managed);
        }
        Map<String, Object> contents = new LinkedHashMap<>();
        files.forEach((file, content) -> contents.put(file.toString(), content));
        value.put(FILES, contents);
        return value;
    }

    /** Whether a value of ours says this, as far as it says anything. */
    boolean is(Map<String, Object> value) {
        return value.containsKey(FILES) ? filesOf(value).equals(files) : word(way).equals(value.get(WAY)) && right;
    }

    boolean isSettled(Persistence persistence) {
        return right && (kept || persistence == Persistence.TRY);
    }

    /** The files that a value tells of. */
    static Map<HostPath, String> filesOf(Map<String, Object> value) {
        Map<HostPath, String> files = new LinkedHashMap<>();
        if (value.get(FILES) instanceof Map<?, ?> contents) {
            contents.forEach((file, content) -> HostPath.parse(String.valueOf(file))
                    .ifPresent(path -> files.put(path, String.valueOf(content))));
        }
        return files;
    }

    private static String word(Way way) {
        return way.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
