package io.fairlead.lifecycle.internal.imports;

import io.fairlead.lifecycle.internal.document.Place;
import java.util.ArrayList;
import java.util.List;

/** Text of sections with keys, as systemd reads it (systemd.syntax(7)). */
final class IniText {

    /**
     * A key with its value.
     *
     * @param place where it begins
     * @param section the section's name; empty before the first
     * @param number of the section, from 1 in the file's order: sections may have the same name
     */
    record Line(Place place, String section, int number, String key, String value) {
    }

    private IniText() {
    }

    /** What is no section, key or comment is left out. */
    static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        String section = "";
        int number = 0;
        int at = 0;
        List<String> physical = text.lines().toList();
        while (at < physical.size()) {
            int begin = at;
            StringBuilder line = new StringBuilder(physical.get(at++).strip());
            while (continues(line) && at < physical.size()) {
                String next = physical.get(at++).strip();
                if (!isComment(next)) {
                    line.setCharAt(line.length() - 1, ' ');
                    line.append(next);
                }
            }
            if (line.length() > 1 && line.charAt(0) == '[' && line.charAt(line.length() - 1) == ']') {
                section = line.substring(1, line.length() - 1);
                number++;
            } else if (line.indexOf("=") > 0 && !isComment(line.toString())) {
                int equals = line.indexOf("=");
                lines.add(new Line(new Place(begin + 1, 1), section, number, line.substring(0, equals).strip(),
                        line.substring(equals + 1).strip()));
            }
        }
        return lines;
    }

    private static boolean continues(StringBuilder line) {
        return !line.isEmpty() && line.charAt(line.length() - 1) == '\\' && !isComment(line.toString());
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith(";");
    }
}
