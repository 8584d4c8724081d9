package io.fairlead.networkmanager.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key file as GLib reads it (g_key_file_load_from_data, glib/gkeyfile.c), with the numbers of its lines, which no
 * library keeps: to name a line is what it is read for.
 *
 * @param entries in their order, up to the fault
 * @param fault the first line that GLib would refuse the whole file for
 */
record KeyFile(List<Entry> entries, Optional<Malformed> fault) {

    /**
     * A key and its value.
     *
     * @param group the section it stands in
     * @param key without the operator: {@code unmanaged-devices}
     * @param operator NetworkManager's, at the end of the key: {@code +}, {@code -}, or empty
     * @param value as it is written
     * @param line from 1
     */
    record Entry(String group, String key, String operator, String value, int line) {
    }

    /**
     * A line that is none.
     *
     * @param line from 1
     * @param why one phrase
     */
    record Malformed(int line, String why) {
    }

    /** A key has no brackets, but for a locale in them at its end (g_key_file_is_key_name). */
    private static final Pattern KEY = Pattern.compile("[^\\[\\]]+(\\[[\\p{L}\\p{N}_.@-]*])?");

    static KeyFile parse(String text) {
        List<Entry> entries = new ArrayList<>();
        String group = null;
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.stripLeading();
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                Optional<String> name = groupName(line.stripTrailing());
                if (name.isEmpty()) {
                    return refused(entries, number, "the group '%s' is not closed or has a bracket in its name"
                            .formatted(line.strip()));
                }
                group = name.get();
                continue;
            }
            int equals = line.indexOf('=');
            if (equals <= 0 || !KEY.matcher(line.substring(0, equals).stripTrailing()).matches()) {
                return refused(entries, number, "'%s' is neither a key with a value, a group, nor a comment"
                        .formatted(line.strip()));
            }
            if (group == null) {
                return refused(entries, number, "'%s' stands before the first group".formatted(line.strip()));
            }
            entries.add(entry(group, line, equals, number));
        }
        return new KeyFile(List.copyOf(entries), Optional.empty());
    }

    private static Optional<String> groupName(String line) {
        String name = line.endsWith("]") ? line.substring(1, line.length() - 1) : "";
        return name.isEmpty() || name.contains("[") || name.contains("]") ? Optional.empty() : Optional.of(name);
    }

    private static Entry entry(String group, String line, int equals, int number) {
        String key = line.substring(0, equals).stripTrailing();
        boolean operated = key.length() > 1 && (key.endsWith("+") || key.endsWith("-"));
        return new Entry(group, operated ? key.substring(0, key.length() - 1) : key,
                operated ? key.substring(key.length() - 1) : "", line.substring(equals + 1).strip(), number);
    }

    private static KeyFile refused(List<Entry> entries, int line, String why) {
        return new KeyFile(List.copyOf(entries), Optional.of(new Malformed(line, why)));
    }
}
