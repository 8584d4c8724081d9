package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Runs the host's programs. */
@Component
public final class LinuxCommands implements Commands {

    /** Packages of programs that Fairlead calls, for the message when one is missing (Debian's and Fedora's names). */
    private static final Map<String, String> PACKAGES = Map.of("ip", "iproute2", "ss", "iproute2", "iperf3", "iperf3",
            "modprobe", "kmod");

    private static final int MOST_OUTPUT = 16 << 20;

    @Override
    public Result run(Duration bound, List<String> arguments, String input) {
        long end = System.nanoTime() + bound.toNanos();
        Process process = start(arguments, !input.isEmpty());
        CompletableFuture<String> output = drain(process.getInputStream());
        CompletableFuture<String> error = drain(process.getErrorStream());
        feed(process, input);
        try {
            if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw tooLong(arguments, bound);
            }
            // somebody whom the program left behind may keep its output open
            return new Result(process.exitValue(), output.get(left(end), TimeUnit.NANOSECONDS),
                    error.get(left(end), TimeUnit.NANOSECONDS).stripTrailing());
        } catch (TimeoutException e) {
            throw tooLong(arguments, bound);
        } catch (ExecutionException e) {
            throw new FairleadException(Kind.HOST_FAILED, "what '%s' wrote cannot be read: %s"
                    .formatted(shown(arguments), e.getCause().getMessage()), e);
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

    private static long left(long end) {
        return Math.max(TimeUnit.MILLISECONDS.toNanos(100), end - System.nanoTime());
    }

    private static FairleadException tooLong(List<String> arguments, Duration bound) {
        return new FairleadException(Kind.HOST_FAILED,
                "'%s' did not end within %d s and was killed".formatted(shown(arguments), bound.toSeconds()));
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

    /** Both streams are read at once, in threads that keep nobody alive, so that neither fills its pipe. */
    private static CompletableFuture<String> drain(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                byte[] bytes = stream.readNBytes(MOST_OUTPUT + 1);
                if (bytes.length > MOST_OUTPUT) {
                    throw new IOException("it is more than %d bytes".formatted(MOST_OUTPUT));
                }
                text.complete(new String(bytes, StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
