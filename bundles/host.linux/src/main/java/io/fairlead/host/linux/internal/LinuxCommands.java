package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Runs the host's programs. */
@Component
public final class LinuxCommands implements Commands {

    /** Packages of programs that Fairlead calls, for the message when one is missing (Debian's and Fedora's names). */
    private static final Map<String, String> PACKAGES = Map.of("ip", "iproute2", "ss", "iproute2", "iperf3", "iperf3",
            "modprobe", "kmod", "devlink", "iproute2");

    private static final int MOST_OUTPUT = 16 << 20;

    @Override
    public Result run(Duration bound, List<String> arguments, String input) {
        Process process = start(arguments, !input.isEmpty());
        Drain output = Drain.of(process.getInputStream(), MOST_OUTPUT);
        Drain error = Drain.of(process.getErrorStream(), MOST_OUTPUT);
        feed(process, input);
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FairleadException(Kind.HOST_FAILED, "'%s' did not end within %s s and was killed"
                        .formatted(shown(arguments), BigDecimal.valueOf(bound.toMillis(), 3).stripTrailingZeros()
                                .toPlainString()));
            }
            String written = output.text();
            if (output.overflowed()) {
                throw new FairleadException(Kind.HOST_FAILED, "'%s' wrote more than %d MiB"
                        .formatted(shown(arguments), MOST_OUTPUT >> 20));
            }
            return new Result(process.exitValue(), written, error.text().stripTrailing());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FairleadException(Kind.HOST_FAILED, "'%s' was interrupted".formatted(shown(arguments)), e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public boolean has(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
                .anyMatch(directory -> !directory.isEmpty() && Files.isExecutable(Path.of(directory, program)));
    }

    private static String shown(List<String> arguments) {
        return Printable.of(String.join(" ", arguments));
    }

    private static Process start(List<String> arguments, boolean reads) {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        // The messages of tools are matched and shown: always the untranslated ones.
        builder.environment().put("LC_ALL", "C");
        if (!reads) {
            builder.redirectInput(Redirect.from(HostRoots.NULL));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            String program = arguments.getFirst();
            throw new FairleadException(Kind.HOST_FAILED, "the program %s is not on the PATH%s".formatted(program,
                    PACKAGES.containsKey(program) ? ": install " + PACKAGES.get(program) : ""), e);
        }
    }

    /** In a thread of its own: a program may write much before it reads. */
    private static void feed(Process process, String input) {
        if (!input.isEmpty()) {
            Thread.ofVirtual().start(() -> {
                try (OutputStream in = process.getOutputStream()) {
                    in.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException _) {
                    // it ended without having read all; its status tells
                }
            });
        }
    }
}
