package io.fairlead.shell.internal.view;

import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.Measurement;
import io.fairlead.api.NicBidding;
import io.fairlead.api.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measurements, NIC drivers and their bids as tables. */
final class ReportText {

    private ReportText() {
    }

    static String measurement(Measurement measurement) {
        Table table = new Table("FROM", "TO", "REACHABLE", "MBIT/S");
        for (Measurement.Pair pair : measurement.pairs()) {
            table.row(pair.from(), pair.to(), yesNo(pair.reachable()),
                    pair.megabits().map("%.0f"::formatted).orElse("-"));
        }
        List<String> lines = new ArrayList<>();
        lines.add(table.toString());
        measurement.notes().forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }

    static String drivers(DriverList list) {
        if (list.drivers().isEmpty()) {
            return "There is no NIC driver: see with scr:list whether a bundle io.fairlead.nic… is active.";
        }
        Table table = new Table("NAME", "BUNDLE", "VERSION", "FUNCTIONS");
        for (NicBidding.Driver driver : list.drivers()) {
            table.row(driver.name(), driver.bundle(), driver.version(),
                    driver.functions().isEmpty() ? "-" : String.join(", ", driver.functions()));
        }
        List<String> lines = new ArrayList<>(List.of(table.toString()));
        list.drivers().forEach(driver -> driver.quarantined().ifPresent(what -> lines.add(Printable.of(
                "quarantined: %s, for it %s; nic:release %s lets it try again".formatted(driver.name(), what,
                        driver.name())))));
        return String.join("\n", lines);
    }

    static String firmware(FirmwareReport report) {
        FirmwareVfs firmware = report.firmware();
        String now = "The firmware of %s has %s.".formatted(Printable.of(report.pf()),
                firmware(firmware.enabled(), firmware.vfs()));
        return firmware.needsPowerCycle()
                ? "%s%n  after a power cycle of the NIC it has %s".formatted(now,
                        firmware(firmware.enabledNext(), firmware.vfsNext()))
                : now;
    }

    /** {@code 8 VFs}, or that there are none. */
    static String firmware(boolean enabled, int vfs) {
        return enabled ? "%d VFs".formatted(vfs) : "SR-IOV switched off";
    }

    static String bids(BidList list) {
        String pf = Printable.of(list.pf());
        String winner = list.bids().stream().filter(NicBidding.Bid::chosen).findFirst()
                .map(bid -> "%s has %s: the best match wins, between equals the higher ranking, then the older service."
                        .formatted(Printable.of(bid.driver()), pf))
                .orElse("No NIC driver has %s: none that is there fits it.".formatted(pf));
        if (list.bids().isEmpty()) {
            return winner;
        }
        Table table = new Table("DRIVER", "MATCH", "RANKING", "SERVICE", "CHOSEN");
        for (NicBidding.Bid bid : list.bids()) {
            table.row(bid.driver(), bid.match().name().toLowerCase(Locale.ROOT), Integer.toString(bid.ranking()),
                    Long.toString(bid.serviceId()), yesNo(bid.chosen()));
        }
        List<String> lines = new ArrayList<>(List.of(winner, table.toString()));
        list.bids().forEach(bid -> bid.barred()
                .ifPresent(why -> lines.add(Printable.of("  %s does not count: %s".formatted(bid.driver(), why)))));
        return String.join("\n", lines);
    }

    static String commands(CommandOverview overview) {
        Table table = new Table("COMMAND", "WHAT IT DOES");
        List<String> lines = new ArrayList<>();
        for (CommandOverview.Line line : overview.lines()) {
            table.row(line.name(), line.summary());
        }
        lines.add(table.toString());
        lines.add("");
        lines.add("Examples:");
        overview.lines().forEach(line -> line.examples().forEach(example -> lines.add("  " + example)));
        lines.add("");
        lines.add("fairlead:help COMMAND explains one; --json after a command prints JSON.");
        lines.add(
                "Exit status: 0 done, 2 wrong words, 3 refused (in use, or not capable), 4 the host failed or is busy,");
        lines.add("5 begun, and completes by itself; of host:plan and host:status, something is still to come.");
        return String.join("\n", lines);
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }
}
