package io.fairlead.shell.internal.unit;

import io.fairlead.api.Printable;
import io.fairlead.api.systemd.Ordering;
import io.fairlead.api.systemd.OtherOwner;
import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.api.systemd.UnitReport;
import io.fairlead.api.systemd.VfUnit;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All VF units.
 *
 * @param report as the service tells it
 */
record UnitsScreen(UnitReport report) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        SystemdStatus systemd = report.systemd();
        lines.add(Printable.of(running() ? "systemd " + systemd.detail() : systemd.detail()));
        lines.add("");
        lines.add(report.units().isEmpty() ? "No unit of ours makes VFs at boot." : table());
        for (VfUnit unit : report.units()) {
            unit.drift().forEach(drift -> lines.add("  %s: %s".formatted(Printable.of(unit.pf()),
                    Printable.of(drift))));
        }
        for (OtherOwner other : report.otherOwners()) {
            lines.add("  %s line %d makes VFs as well: %s".formatted(Printable.of(other.file()), other.line(),
                    Printable.of(other.text())));
        }
        return String.join("\n", lines);
    }

    private boolean running() {
        return report.systemd().state() == SystemdStatus.State.RUNNING;
    }

    private String table() {
        Table table = new Table("PF", "STATE", "AT-BOOT", "NOW", "BEFORE");
        report.units().forEach(unit -> table.row(unit.pf(), UnitScreen.state(unit), count(unit.kept()),
                count(unit.tried().isEmpty() ? unit.kept() : unit.tried()), before(unit)));
        return table.toString();
    }

    private static String count(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("vfs ")).map(line -> line.substring(4) + " VFs")
                .findFirst().orElse("-");
    }

    private String before(VfUnit unit) {
        String services = report.orderings().stream().filter(ordering -> ordering.pf().equals(unit.pf()))
                .filter(Ordering::inForce).map(Ordering::service).collect(Collectors.joining(", "));
        return services.isEmpty() ? "-" : services;
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        Map<String, Object> systemd = new LinkedHashMap<>();
        systemd.put("state", report.systemd().state().name().toLowerCase(Locale.ROOT));
        systemd.put(running() ? "version" : "problem", report.systemd().detail());
        shape.put("systemd", systemd);
        shape.put("units", report.units().stream().map(UnitJson::of).toList());
        shape.put("orderings", report.orderings().stream().map(UnitsScreen::ordering).toList());
        shape.put("otherOwners", report.otherOwners().stream().map(UnitsScreen::other).toList());
        return shape;
    }

    private static Map<String, Object> ordering(Ordering ordering) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("service", ordering.service());
        shape.put("pf", ordering.pf());
        shape.put("inForce", ordering.inForce());
        return shape;
    }

    private static Map<String, Object> other(OtherOwner owner) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("file", owner.file());
        shape.put("line", owner.line());
        shape.put("text", owner.text());
        return shape;
    }
}
