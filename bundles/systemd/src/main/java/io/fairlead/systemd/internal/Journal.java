package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.List;

/** What a unit wrote. */
final class Journal {

    private static final Duration BOUND = Duration.ofSeconds(4);

    private final Commands commands;

    Journal(Commands commands) {
        this.commands = commands;
    }

    /** The last lines that a unit's own processes wrote in this boot, the oldest first; none when they cannot be read. */
    List<String> lastLines(String unit, int most) {
        try {
            // _SYSTEMD_UNIT: of its processes, not about it, which journalctl -u would add.
            Commands.Result result = commands.run(BOUND, List.of("journalctl", "--quiet", "--no-pager", "--boot",
                    "--output=cat", "--lines=" + most, "_SYSTEMD_UNIT=" + unit));
            return result.status() == 0 ? result.output().lines().toList() : List.of();
        } catch (FairleadException _) {
            // A journal that does not answer must not hide what the unit did.
            return List.of();
        }
    }
}
