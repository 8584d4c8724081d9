package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.Printable;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.libvirt.GuestFunction;
import io.fairlead.api.libvirt.GuestFunction.Way;
import io.fairlead.api.libvirt.GuestReport;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Guests and their VFs.
 *
 * @param report as the service tells it
 */
record GuestScreen(GuestReport report) implements Shown {

    private static final String NOTHING = "-";

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("%s; guests may wish for: %s%s".formatted(StatusText.of(report.status()),
                StatusText.list(report.guestsMay()),
                report.hooks() ? "" : "; the hooks are not installed, so nothing is granted"));
        if (report.status().running()) {
            lines.add("");
            lines.add(report.guests().isEmpty() ? "No guest has or takes a VF." : table());
        }
        for (GuestVfs guest : report.guests()) {
            guest.notes()
                    .forEach(note -> lines.add("  %s: %s".formatted(Printable.of(guest.name()), Printable.of(note))));
        }
        return String.join("\n", lines);
    }

    private String table() {
        Table table = new Table("GUEST", "STATE", "PF", "VF", "MAC", "FROM", "USE", "WISHED", "GRANTED");
        for (GuestVfs guest : report.guests()) {
            for (GuestFunction function : guest.functions()) {
                table.row(guest.name(), state(guest), function.pf().orElse(NOTHING),
                        function.function().map(PciAddress::toString).orElse(NOTHING),
                        function.mac().map(MacAddress::text).orElse(NOTHING), from(function), use(function),
                        WishText.of(function.wished()), granted(function));
            }
        }
        return table.toString();
    }

    private static String state(GuestVfs guest) {
        return guest.running() ? "running" : "off";
    }

    private static String from(GuestFunction function) {
        return function.pool().map("pool %s"::formatted)
                .orElse(function.way() == Way.POOL ? "a pool" : "its address");
    }

    private static String use(GuestFunction function) {
        if (function.holds()) {
            return function.takes() ? "has" : "has, not at its next start";
        }
        return function.takes() ? "takes at its start" : "once it is plugged in";
    }

    private static String granted(GuestFunction function) {
        String granted = WishText.of(function.granted());
        return function.denied().isEmpty()
                ? granted
                : "%s (not %s)".formatted(granted,
                        function.denied().stream().map(VfAttribute::label).collect(Collectors.joining(", ")));
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("libvirt", StatusText.json(report.status()));
        shape.put("guestsMay", StatusText.words(report.guestsMay()));
        shape.put("hooks", report.hooks());
        shape.put("guests", report.guests().stream().map(GuestScreen::guest).toList());
        return shape;
    }

    private static Map<String, Object> guest(GuestVfs guest) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("name", guest.name());
        shape.put("uuid", guest.id().toString());
        shape.put("running", guest.running());
        shape.put("functions", guest.functions().stream().map(GuestScreen::function).toList());
        shape.put("notes", guest.notes());
        return shape;
    }

    private static Map<String, Object> function(GuestFunction function) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("way", StatusText.word(function.way()));
        shape.put("pf", function.pf().orElse(null));
        shape.put("pci", text(function.function()));
        shape.put("mac", text(function.mac()));
        shape.put("pool", function.pool().orElse(null));
        shape.put("holds", function.holds());
        shape.put("takes", function.takes());
        shape.put("wished", WishText.json(function.wished()));
        shape.put("granted", WishText.json(function.granted()));
        shape.put("denied", function.denied().stream().map(StatusText::word).toList());
        return shape;
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }
}
