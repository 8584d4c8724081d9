package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** udev's daemon, by udevadm(8). */
final class Udev {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Commands commands;

    Udev(Commands commands) {
        this.commands = commands;
    }

    /** Has it read its rules again, and apply them to these interfaces as if they had changed. */
    void apply(List<String> interfaces) {
        run(List.of("udevadm", "control", "--reload"));
        if (!interfaces.isEmpty()) {
            List<String> line = new ArrayList<>(
                    List.of("udevadm", "trigger", "--action=change", "--settle", "--subsystem-match=net"));
            // Not by their directories: an interface that has just gone would then be an error.
            interfaces.forEach(name -> line.add("--sysname-match=" + itself(name)));
            run(line);
        }
    }

    /** The name as a pattern that matches nothing else (fnmatch(3)). */
    private static String itself(String name) {
        return name.replaceAll("[*?\\[\\\\]", "[$0]");
    }

    private void run(List<String> line) {
        Commands.Result result = commands.run(BOUND, line);
        if (result.status() != 0) {
            throw new FairleadException(Kind.HOST_FAILED, "udev did not take its new rules (%s): %s".formatted(
                    String.join(" ", line.subList(0, 2)),
                    Printable.of(result.error().lines().reduce((_, last) -> last).orElse("no word why"))));
        }
    }
}
