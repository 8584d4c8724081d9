package io.fairlead.shell.internal.unit;

import io.fairlead.api.Printable;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.shell.internal.view.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * One VF unit.
 *
 * @param unit as the service tells it
 */
record UnitScreen(VfUnit unit) implements Shown {

    @Override
    public String text() {
        if (!unit.exists()) {
            return "%s: no unit makes its VFs at boot; unit:install %1$s --keep installs one"
                    .formatted(Printable.of(unit.pf()));
        }
        List<String> lines = new ArrayList<>(List.of(Printable.of(unit.name()), "       state: " + state(unit),
                "        file: " + file(), "     at boot: " + described(unit.kept(), "nothing"),
                "    now (try): " + described(unit.tried(), "nothing else")));
        section(lines, "not as described", unit.drift());
        section(lines, "its last lines", unit.journal());
        return String.join("\n", lines);
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("  " + title + ":");
            content.forEach(line -> lines.add("    " + Printable.of(line)));
        }
    }

    private String file() {
        return unit.file().map(file -> Printable.of(file) + (unit.ours() ? "" : ", which is not ours"))
                .orElse("none that systemd has loaded");
    }

    private static String described(List<String> lines, String none) {
        return lines.isEmpty() ? none : Printable.of(String.join(", ", lines));
    }

    /** {@code active, enabled} or {@code failed (exit-code), enabled}. */
    static String state(VfUnit unit) {
        String active = unit.active().orElse("unknown, systemd cannot be asked");
        String result = unit.result().filter(word -> !word.equals("success")).map(" (%s)"::formatted).orElse("");
        return Printable.of(active + result + unit.enabled().map(", %s"::formatted).orElse(""));
    }

    @Override
    public Object json() {
        return UnitJson.of(unit);
    }
}
