package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.HookState;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the hooks stand.
 *
 * @param report as the service tells it
 * @param change whether a change was asked for
 */
record HookScreen(HookReport report, boolean change) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(StatusText.of(report.status()) + (change && !report.changed() ? "; nothing had to be changed" : ""));
        lines.add("");
        Table table = new Table("HOOK", "FILE", "LIBVIRT-RUNS-IT");
        report.hooks().forEach(hook -> table.row(hook.file(), standing(hook), live(hook)));
        lines.add(table.toString());
        lines.add("");
        lines.add("guests may wish for: " + StatusText.list(report.guestsMay()));
        lines.add("guests with a granted wish: " + (report.rendered().isEmpty()
                ? "none"
                : Printable.of(String.join(", ", report.rendered()))));
        report.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    private static String standing(HookState hook) {
        return switch (hook.standing()) {
            case ABSENT -> "not installed";
            case OURS -> "installed";
            case OUTDATED -> "of another version: install it again";
            case CHANGED -> "changed by somebody: install it with --adopt";
            case FOREIGN -> "somebody else's";
        };
    }

    private static String live(HookState hook) {
        return switch (hook.live()) {
            case PROVEN -> "yes, it was seen";
            case NOT_RUN -> "no";
            case NOT_TRIED -> hook.standing() == HookState.Standing.ABSENT
                    ? "-"
                    : "not tried since libvirt started; it looks for hooks then";
        };
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("libvirt", StatusText.json(report.status()));
        shape.put("changed", report.changed());
        shape.put("hooks", report.hooks().stream().map(hook -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("file", hook.file());
            one.put("standing", StatusText.word(hook.standing()));
            one.put("live", StatusText.word(hook.live()));
            return one;
        }).toList());
        shape.put("guestsMay", StatusText.words(report.guestsMay()));
        shape.put("rendered", report.rendered());
        shape.put("notes", report.notes());
        return shape;
    }
}
