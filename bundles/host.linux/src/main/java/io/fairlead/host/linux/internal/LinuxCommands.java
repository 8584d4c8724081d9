package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;

/** Runs the host's programs. */
@Component
public final class LinuxCommands implements Commands {

    /** Packages of programs that Fairlead calls, for the message when one is missing (Debian's and Fedora's names). */
    private static final Map<String, String> PACKAGES = Map.of("ip", "iproute2", "ss", "iproute2", "iperf3", "iperf3",
            "modprobe", "kmod");

    @Override
    public Result run(Duration bound, List<String> arguments) {
        Process process = start(arguments);
        CompletableFuture<String> output = drain(process.getInputStream());
        CompletableFuture<String> error = drain(process.getErrorStream());
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new FairleadException(Kind.HOST_FAILED, "'%s' did not end within %d s and was killed"
                        .formatted(String.join(" ", arguments), bound.toSeconds()));
            }
            return new Result(process.exitValue(), output.join(), error.join().stripTrailing());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new FairleadException(Kind.HOST_FAILED, "'%s' was interrupted".formatted(String.join(" ", arguments)),
                    e);
        }
    }

    private static Process start(List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        // The messages of tools are matched and shown: always the untranslated ones.
        builder.environment().put("LC_ALL", "C");
        builder.redirectInput(Redirect.from(HostRoots.NULL));
        try {
            return builder.start();
        } catch (IOException e) {
            String program = arguments.getFirst();
            throw new FairleadException(Kind.HOST_FAILED, "the program %s is not on the PATH%s".formatted(program,
                    PACKAGES.containsKey(program) ? ": install " + PACKAGES.get(program) : ""), e);
        }
    }

    /** Both streams are read at once, in threads that keep nobody alive, so that neither fills its pipe. */
    private static CompletableFuture<String> drain(InputStream stream) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.complete("");
            }
        });
        return text;
    }
}
