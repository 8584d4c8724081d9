package io.fairlead.shell.internal.nm;

import io.fairlead.api.Printable;
import io.fairlead.api.networkmanager.Fault;
import io.fairlead.api.networkmanager.KeptOff;
import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.api.networkmanager.NmDevice;
import io.fairlead.api.networkmanager.NmReport;
import io.fairlead.api.networkmanager.NmStatus;
import io.fairlead.api.resource.Persistence;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What NetworkManager does.
 *
 * @param report as the service tells it
 */
record NmScreen(NmReport report) implements Shown {

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(status());
        report.faults().forEach(fault -> lines.add("  wrong: " + Printable.of(fault.describe())));
        report.keptOff().forEach(kept -> lines.add("  kept off the VFs of %s %s, by %s".formatted(
                Printable.of(kept.pf()), kept.persistence() == Persistence.KEEP ? "for good" : "until the next boot",
                Printable.of(kept.file()))));
        if (!report.devices().isEmpty()) {
            Table table = new Table("INTERFACE", "STATE", "WHY");
            report.devices().forEach(device -> table.row(device.name(), device.state(), device.why()));
            lines.add("");
            lines.add(table.toString());
        }
        return String.join("\n", lines);
    }

    private String status() {
        NmStatus status = report.status();
        String first = status.state() == NmStatus.State.RUNNING
                ? "NetworkManager " + status.detail()
                : status.detail();
        return Printable.of(status.others().isEmpty()
                ? first
                : "%s; %s is at work here as well".formatted(first, String.join(" and ", status.others())));
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        Map<String, Object> status = new LinkedHashMap<>();
        boolean running = report.status().state() == NmStatus.State.RUNNING;
        status.put("state", word(report.status().state()));
        status.put("version", running ? report.status().detail() : null);
        status.put("problem", running ? null : report.status().detail());
        status.put("others", report.status().others());
        shape.put("networkManager", status);
        shape.put("devices", report.devices().stream().map(NmScreen::device).toList());
        shape.put("keptOff", report.keptOff().stream().map(NmScreen::kept).toList());
        shape.put("faults", report.faults().stream().map(NmScreen::fault).toList());
        return shape;
    }

    static Map<String, Object> device(NmDevice device) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("name", device.name());
        shape.put("managed", device.managed());
        shape.put("state", device.state());
        shape.put("why", device.why());
        return shape;
    }

    private static Map<String, Object> kept(KeptOff kept) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", kept.pf());
        shape.put("way", kept.way() == NetworkManager.Way.UDEV_RULE ? "udev-rule" : "keyfile");
        shape.put("kept", kept.persistence() == Persistence.KEEP);
        shape.put("file", kept.file());
        return shape;
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("file", fault.file());
        shape.put("line", fault.line() == 0 ? null : fault.line());
        shape.put("what", fault.what());
        return shape;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
