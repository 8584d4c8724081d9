package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.List;

/** Runs the programs that generate boot entries. */
final class Generator {

    /** With many kernels and os-prober on slow disks update-grub takes the better part of a minute. */
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final Commands commands;

    Generator(Commands commands) {
        this.commands = commands;
    }

    boolean has(String program) {
        return commands.has(program);
    }

    /** Runs it; anything but status 0 is a failure with the last line that it wrote. */
    void run(List<String> arguments) {
        succeeded(arguments, commands.run(BOUND, arguments));
    }

    /** The same for one that has run. */
    static void succeeded(List<String> arguments, Commands.Result result) {
        if (result.status() != 0) {
            throw new FairleadException(Kind.HOST_FAILED, "%s failed (%s)".formatted(
                    Printable.of(String.join(" ", arguments)),
                    result.error().isEmpty() ? "status " + result.status() : lastLine(result.error())));
        }
    }

    private static String lastLine(String text) {
        return Printable.of(text.lines().filter(line -> !line.isBlank()).reduce((_, later) -> later).orElseThrow());
    }
}
