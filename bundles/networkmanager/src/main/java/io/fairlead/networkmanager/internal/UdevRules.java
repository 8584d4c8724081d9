package io.fairlead.networkmanager.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of udev's rules that set {@code NM_UNMANAGED}, in udev's order: by file name, where a file in /etc hides those
 * of its name in /run and /usr (udev(7)). Whether such a line is about a device is told from what udev itself recorded of
 * it; what that does not tell (parents, attributes, jumps) counts as fitting.
 */
final class UdevRules {

    /** The property that NetworkManager asks udev for. */
    static final String PROPERTY = "NM_UNMANAGED";

    private static final Pattern TOKEN = Pattern
            .compile("([A-Z_]+)(?:\\{([^}]*)\\})?\\s*(==|!=|\\+=|-=|:=|=)\\s*i?\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String ENV = "ENV";

    private final HostFiles files;

    UdevRules(HostFiles files) {
        this.files = files;
    }

    /**
     * A line that sets the property.
     *
     * @param place where it lies
     * @param value to what
     * @param conditions what it asks first
     */
    record Setting(Place place, String value, List<Condition> conditions) {
    }

    /**
     * A comparison in a rule.
     *
     * @param key of what
     * @param of the name in braces, empty where there is none
     * @param equal whether it has to be so, or not so
     * @param pattern what it is compared with
     */
    record Condition(String key, String of, boolean equal, String pattern) {
    }

    /** The settings, in the order in which udev comes to them. */
    List<Setting> settings() {
        Map<String, HostPath> rules = new TreeMap<>();
        for (HostPath root : List.of(HostPath.USR.resolve("lib"), HostPath.USR.resolve("local/lib"), HostPath.RUN,
                HostPath.ETC)) {
            HostPath directory = root.resolve("udev/rules.d");
            files.list(directory).stream().filter(name -> name.endsWith(".rules"))
                    .forEach(name -> rules.put(name, directory.resolve(name)));
        }
        return rules.values().stream().map(this::settings).flatMap(Collection::stream).toList();
    }

    private List<Setting> settings(HostPath file) {
        List<Setting> settings = new ArrayList<>();
        String[] lines = files.content(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("")
                .split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int first = i;
            StringBuilder rule = new StringBuilder(lines[i].strip());
            while (!rule.isEmpty() && rule.charAt(0) != '#' && rule.charAt(rule.length() - 1) == '\\'
                    && i + 1 < lines.length) {
                i++;
                rule.setLength(rule.length() - 1);
                rule.append(lines[i].strip());
            }
            setting(new Place(file, first + 1, rule.toString())).ifPresent(settings::add);
        }
        return settings;
    }

    private static Optional<Setting> setting(Place place) {
        if (place.text().startsWith("#") || !place.text().contains(PROPERTY)) {
            return Optional.empty();
        }
        String value = null;
        List<Condition> conditions = new ArrayList<>();
        Matcher token = TOKEN.matcher(place.text());
        while (token.find()) {
            String of = token.group(2) == null ? "" : token.group(2);
            if (token.group(3).equals("==") || token.group(3).equals("!=")) {
                conditions.add(new Condition(token.group(1), of, token.group(3).equals("=="), token.group(4)));
            } else if (token.group(1).equals(ENV) && of.equals(PROPERTY)) {
                value = token.group(4);
            }
        }
        return value == null ? Optional.empty() : Optional.of(new Setting(place, value, conditions));
    }

    /** The last line that sets the property of this device to what udev has recorded; or to anything else than a value. */
    Optional<Place> lastFor(UdevDevice device, boolean unmanaged) {
        return settings().stream().filter(setting -> truth(setting.value()) == unmanaged)
                .filter(setting -> setting.conditions().stream().allMatch(condition -> fits(condition, device)))
                .reduce((_, later) -> later).map(Setting::place);
    }

    /** As NetworkManager reads it (nm_udev_utils_property_as_boolean). */
    static boolean truth(String value) {
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    private static boolean fits(Condition condition, UdevDevice device) {
        Optional<String> value = switch (condition.key()) {
            case "KERNEL", "NAME" -> Optional.of(device.name());
            case "SUBSYSTEM" -> Optional.of("net");
            case ENV -> condition.of().equals(PROPERTY)
                    ? Optional.empty()
                    : Optional.of(condition.of().equals("INTERFACE")
                            ? device.name()
                            : device.properties().getOrDefault(condition.of(), ""));
            case "ATTR" -> condition.of().equals("address") ? Optional.of(device.mac()) : Optional.empty();
            case "TEST" -> {
                Optional<Boolean> ours = device.tested(condition.pattern());
                yield ours.map(so -> so ? condition.pattern() : "");
            }
            default -> Optional.empty();
        };
        return value.isEmpty() || Glob.anyMatches(condition.pattern(), value.get()) == condition.equal();
    }
}
