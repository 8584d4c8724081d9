package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolReport;
import io.fairlead.shell.internal.view.Shown;
import io.fairlead.shell.internal.view.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pools.
 *
 * @param report as the service tells it
 */
record PoolScreen(PoolReport report) implements Shown {

    @Override
    public String text() {
        String status = StatusText.of(report.status());
        if (!report.status().running()) {
            return status;
        }
        if (report.pools().isEmpty()) {
            return status + "\n\nNo network gives out VFs: libvirt:pool add PF makes one.";
        }
        Table table = new Table("NAME", "PF", "MADE-BY", "STATE", "AFTER-BOOT", "VFS", "GUESTS", "STATUS");
        for (Pool pool : report.pools()) {
            table.row(pool.name(), pool.pf().orElse("-"), pool.ours() ? "fairlead" : "others",
                    pool.active() ? "started" : "stopped", afterBoot(pool),
                    pool.active() ? String.valueOf(pool.functions().size()) : "-", guests(pool),
                    pool.stale().map("stale: %s"::formatted).orElse(pool.active() ? "right" : "-"));
        }
        return status + "\n\n" + table;
    }

    private static String afterBoot(Pool pool) {
        return pool.kept() ? pool.autostart() ? "started" : "stopped" : "gone";
    }

    private static String guests(Pool pool) {
        return pool.uses().isEmpty()
                ? "-"
                : pool.uses().stream().map(use -> use.guest() + use.function().map(vf -> " " + vf).orElse(""))
                        .collect(Collectors.joining(", "));
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("libvirt", StatusText.json(report.status()));
        shape.put("pools", report.pools().stream().map(PoolScreen::shape).toList());
        return shape;
    }

    /** A pool for a program. */
    static Map<String, Object> shape(Pool pool) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("name", pool.name());
        shape.put("uuid", pool.id().toString());
        shape.put("pf", pool.pf().orElse(null));
        shape.put("ours", pool.ours());
        shape.put("active", pool.active());
        shape.put("kept", pool.kept());
        shape.put("autostart", pool.autostart());
        shape.put("functions", pool.functions().stream().map(PciAddress::toString).toList());
        shape.put("stale", pool.stale().orElse(null));
        shape.put("uses", uses(pool.uses()));
        return shape;
    }

    private static List<Map<String, Object>> uses(List<Pool.Use> uses) {
        return uses.stream().map(use -> {
            Map<String, Object> shape = new LinkedHashMap<>();
            shape.put("guest", use.guest());
            shape.put("uuid", use.guestId().toString());
            shape.put("mac", use.mac().map(MacAddress::text).orElse(null));
            shape.put("pci", use.function().map(PciAddress::toString).orElse(null));
            return shape;
        }).toList();
    }
}
