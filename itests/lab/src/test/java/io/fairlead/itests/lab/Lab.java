package io.fairlead.itests.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A running guest of the lab, by the scripts {@code boot}, {@code reboot}, {@code run}, {@code copy} and {@code stop}. A command that
 * does not end in time is an error and not a hang: in the guest, what waits for a held VF can wait for ever.
 */
final class Lab implements AutoCloseable {

    /** The image is built at the first boot ever, from a Debian mirror. */
    private static final Duration BUILT_AND_BOOTED = Duration.ofMinutes(15);
    private static final Duration REBOOTED = Duration.ofMinutes(7);
    private static final Duration ENOUGH = Duration.ofMinutes(4);

    private final Path scripts;
    private final Path directory;
    /** For the run that is interrupted: JUnit then closes nothing, and the emulator is no child of ours. */
    private final Thread atExit = new Thread(this::stop, "stop the lab");

    private Lab(Path scripts, Path directory) {
        this.scripts = scripts;
        this.directory = directory;
    }

    /** Takes half a minute, and minutes where the image is to be built. */
    static Lab boot(Path scripts, List<String> options) {
        try {
            // In the directory for temporary files, because the path of a UNIX socket has 108 characters at most.
            Lab lab = new Lab(scripts, Files.createTempDirectory("lab"));
            Runtime.getRuntime().addShutdownHook(lab.atExit);
            lab.script(BUILT_AND_BOOTED, "boot", Stream.concat(Stream.of(lab.directory.toString()), options.stream())
                    .toList()).succeeded();
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program with exactly these arguments. */
    Result run(String... words) {
        return sh(Arrays.stream(words).map(Lab::quoted).collect(Collectors.joining(" ")));
    }

    /** Runs a line of shell. */
    Result sh(String line) {
        return sh(ENOUGH, line);
    }

    /** Runs a line of shell that must end within the time given. */
    Result sh(Duration bound, String line) {
        return script(bound, "run", List.of(directory.toString(), line));
    }

    /** Copies a file or directory of this machine into the guest. */
    void copy(Path what, String where) {
        script(ENOUGH, "copy", List.of(directory.toString(), what.toString(), where)).succeeded();
    }

    /** Shuts the guest down in order and starts it anew with the disk it has. */
    void reboot() {
        script(REBOOTED, "reboot", List.of(directory.toString())).succeeded();
    }

    /** Starts the guest anew where it cannot come up, and waits until it has reset itself. */
    Result rebootInVain() {
        return script(REBOOTED, "reboot", List.of(directory.toString()));
    }

    /** Cuts the guest's power and starts it anew: what was synced is on its disk, and the rest may be. */
    void cutPower() {
        script(REBOOTED, "reboot", List.of(directory.toString(), "--cut")).succeeded();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    private void stop() {
        script(ENOUGH, "stop", List.of(directory.toString())).succeeded();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private Result script(Duration bound, String name, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(scripts.resolve(name).toString()));
        line.addAll(arguments);
        String described = name + " " + arguments.getLast();
        try {
            Path output = Files.createTempFile("lab", ".out");
            Path error = Files.createTempFile("lab", ".err");
            try {
                long start = System.nanoTime();
                Process process = new ProcessBuilder(line)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile()).redirectError(error.toFile()).start();
                boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError("%s did not end within %d s.%nstdout: %s%nstderr: %s".formatted(described,
                            bound.toSeconds(), Files.readString(output), Files.readString(error)));
                }
                return new Result(described, process.exitValue(), Files.readString(output), Files.readString(error),
                        Duration.ofNanos(System.nanoTime() - start));
            } finally {
                Files.delete(output);
                Files.delete(error);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + described, e);
        }
    }
}
