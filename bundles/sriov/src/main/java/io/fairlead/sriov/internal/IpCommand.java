package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The few {@code ip} commands by which a measurement sets up its endpoints. */
final class IpCommand {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final Commands commands;

    IpCommand(Commands commands) {
        this.commands = commands;
    }

    /** Runs {@code ip} with these arguments and fails when it does. */
    void run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(arguments));
        Commands.Result result = commands.run(BOUND, line);
        if (result.status() != 0) {
            throw new FairleadException(Kind.HOST_FAILED, "'%s' failed: %s".formatted(String.join(" ", line),
                    result.error()));
        }
    }

    /** The names of the network namespaces that {@code ip netns} knows. */
    List<String> namespaces() {
        // each line is a name, or a name and its id in parentheses
        return commands.run(BOUND, List.of("ip", "netns", "list")).output().lines()
                .map(line -> line.split(" ", 2)[0]).filter(name -> !name.isEmpty()).toList();
    }

    /** Waits until udev has given new interfaces their names; nothing where there is no udev. */
    void settle() {
        try {
            commands.run(BOUND, List.of("udevadm", "settle", "--timeout=10"));
        } catch (FairleadException _) {
            // a host without udev renames nothing
        }
    }
}
