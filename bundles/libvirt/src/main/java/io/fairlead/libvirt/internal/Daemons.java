package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import io.fairlead.host.Commands.Result;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** libvirt's daemons as systemd has them: the one libvirtd, or one for each driver. */
final class Daemons {

    private static final Duration BOUND = Duration.ofSeconds(5);
    /** systemd reloads a daemon when it has done what it was asked before, much of it at a boot. */
    private static final Duration RELOAD_BOUND = Duration.ofSeconds(30);
    private static final List<String> UNITS = List.of("libvirtd.service", "virtqemud.service", "virtnetworkd.service");
    private static final String SYSTEMCTL = "systemctl";

    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Commands commands;
    private final HostFiles files;

    Daemons(Commands commands, HostFiles files) {
        this.commands = commands;
        this.files = files;
    }

    /**
     * Has every daemon that runs look for hooks again: each does so at its start and at a reload alone (virHookInitialize,
     * src/util/virhook.c). It happens a moment after this returns.
     */
    void reload() {
        for (String unit : running()) {
            Result result = commands.run(RELOAD_BOUND, List.of(SYSTEMCTL, "reload", unit));
            if (result.status() != 0) {
                throw new FairleadException(Kind.HOST_FAILED, "%s could not be reloaded: %s".formatted(unit,
                        Printable.of(result.error().replace('\n', ' '))));
            }
        }
    }

    /**
     * Whether one of them was started a short while ago, as by our own question to its socket: it answers only when it has
     * looked at every emulator of the host, which takes seconds.
     */
    boolean starting() {
        if (!commands.has(SYSTEMCTL)) {
            return false;
        }
        String uptime = files.read(HostPath.PROC.resolve("uptime")).orElse("0").split("[. ]", 2)[0];
        long young = (Long.parseLong(uptime) - YOUNG.toSeconds()) * 1_000_000;
        return commands.run(BOUND, Stream.concat(
                Stream.of(SYSTEMCTL, "show", "--property=ExecMainStartTimestampMonotonic", "--value"), UNITS.stream())
                .toList()).output().lines().filter(line -> line.matches("[0-9]{1,18}")).mapToLong(Long::parseLong)
                .anyMatch(started -> started > Math.max(young, 0));
    }

    private List<String> running() {
        if (!commands.has(SYSTEMCTL)) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "this host has no systemd by which libvirt could be told to look for hooks: restart its daemons by hand");
        }
        // One line for each unit, in order (systemctl(1)).
        List<String> states = commands
                .run(BOUND, Stream.concat(Stream.of(SYSTEMCTL, "is-active"), UNITS.stream()).toList()).output().lines()
                .toList();
        List<String> running = new ArrayList<>();
        for (int i = 0; i < UNITS.size() && i < states.size(); i++) {
            if (states.get(i).equals("active")) {
                running.add(UNITS.get(i));
            }
        }
        return running;
    }

    /** What is another whenever one of them is started anew: systemd's ids of their invocations. */
    String invocations() {
        if (!commands.has(SYSTEMCTL)) {
            return "";
        }
        return String.join(" ", commands.run(BOUND,
                Stream.concat(Stream.of(SYSTEMCTL, "show", "--property=InvocationID", "--value"), UNITS.stream())
                        .toList())
                .output().lines().filter(line -> !line.isBlank()).toList());
    }
}
