package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.List;

/** Has systemd judge a unit before it is put in its place. */
final class Verification {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final HostPath STAGE = HostPath.OUR_RUN.resolve("verify");

    private final Commands commands;
    private final DurableFiles files;

    Verification(Commands commands, DurableFiles files) {
        this.commands = commands;
        this.files = files;
    }

    /** Refuses a unit that {@code systemd-analyze verify} finds fault with. */
    void verify(String unit, byte[] content) {
        // After a colon, as in a PCI address, it expects an alias (systemd-analyze(1), verify); %I is the same.
        HostPath staged = STAGE.resolve(unit.replace(":", "\\x3a"));
        files.write(staged, content, 0644);
        try {
            // Faults of units that this one only names are theirs.
            Commands.Result result = commands.run(BOUND,
                    List.of("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", staged.toString()));
            if (result.status() != 0) {
                throw new FairleadException(Kind.HOST_FAILED,
                        "systemd finds fault with the unit %s, and nothing was changed: %s".formatted(unit,
                                Printable.of(result.error().lines().reduce((_, last) -> last).orElse("no word why"))));
            }
        } finally {
            files.delete(staged);
            files.deleteEmpty(STAGE);
        }
    }
}
