package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Transient timers of systemd that run the program when a deadline has passed; none on a host without systemd. */
final class UndoTimer {

    /** The time that a living Fairlead has to begin by itself. */
    private static final Duration AFTER = Duration.ofSeconds(1);
    private static final Duration SOONEST = Duration.ofMillis(100);
    private static final Duration BOUND = Duration.ofSeconds(20);
    /** sd_booted(3). */
    private static final HostPath BOOTED = HostPath.RUN.resolve("systemd/system");

    private final HostFiles files;
    private final Commands commands;
    private final Clock clock;
    private final HostPath program;

    UndoTimer(HostFiles files, Commands commands, Clock clock, HostPath program) {
        this.files = files;
        this.commands = commands;
        this.clock = clock;
        this.program = program;
    }

    /** Whether this host can have one. */
    boolean possible() {
        return files.exists(BOOTED) && commands.has("systemd-run");
    }

    /**
     * Arms one more, for a deadline in epoch seconds; it runs a second after it. One for the very same is left as it is: at no
     * instant is there none.
     *
     * @throws FairleadException {@code HOST_FAILED} when systemd does not take it
     */
    void arm(int generation, long deadline) {
        if (isActive(timer(generation, deadline))) {
            return;
        }
        Duration delay = Duration.between(clock.instant(), Instant.ofEpochSecond(deadline)).plus(AFTER);
        long millis = Math.max(delay.toMillis(), SOONEST.toMillis());
        Commands.Result result = commands.run(BOUND, List.of("systemd-run", "--quiet", "--collect",
                "--unit=" + name(generation, deadline), "--on-active=" + millis + "ms",
                "--timer-property=AccuracySec=100ms", "/bin/sh", program.toString(), "deadline",
                String.valueOf(generation), String.valueOf(deadline)));
        if (result.status() != 0) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the timer that takes generation %d back cannot be set (%s): see journalctl -u init.scope, then try again"
                            .formatted(generation, Printable.of(result.error())));
        }
    }

    /** Ends that of another deadline, and those that the program has set. */
    void stopOthers(int generation, String deadline) {
        if (deadline.matches("[0-9]+")) {
            stop(timer(generation, Long.parseLong(deadline)));
        }
        stop("fairlead-undo-%d-[a-z]*.timer".formatted(generation));
    }

    void stopAll(int generation) {
        stop("fairlead-undo-%d-*.timer".formatted(generation));
    }

    private boolean isActive(String timer) {
        return commands.run(BOUND, List.of("systemctl", "is-active", "--quiet", timer)).status() == 0;
    }

    /** systemd matches patterns against the units it has. One that is not there is no matter. */
    private void stop(String pattern) {
        commands.run(BOUND, List.of("systemctl", "stop", pattern));
    }

    /** Tells systemd that unit files are gone. */
    void reload() {
        commands.run(BOUND, List.of("systemctl", "daemon-reload"));
    }

    private static String timer(int generation, long deadline) {
        return name(generation, deadline) + ".timer";
    }

    private static String name(int generation, long deadline) {
        return "fairlead-undo-%d-%d".formatted(generation, deadline);
    }
}
