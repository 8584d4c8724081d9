package io.fairlead.itests.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A running rig, by the scripts {@code start}, {@code run} and {@code stop}: a Debian with real systemd, D-Bus,
 * NetworkManager, libvirtd and GRUB. It ends with this process, however that ends: {@code start} watches its input.
 */
final class Rig implements AutoCloseable {

    /** The tree is built at the first start ever, from a Debian mirror. */
    private static final Duration BUILT_AND_STARTED = Duration.ofMinutes(15);
    private static final Duration ENOUGH = Duration.ofMinutes(2);
    private static final String PRODUCT = "opt/fairlead";
    private static final String MET = "/run/fault-met";

    private final Path scripts;
    private final Path directory;
    private final Debian debian;
    private final Process running;

    private Rig(Path scripts, Path directory, Debian debian, Process running) {
        this.scripts = scripts;
        this.directory = directory;
        this.debian = debian;
        this.running = running;
    }

    /** Starts a pristine one, in a few seconds; minutes where the tree is to be built. */
    static Rig start(Path scripts, Debian debian) {
        return start(scripts, debian, Map.of());
    }

    /** Starts one that has these files, by their paths, when it boots. */
    static Rig start(Path scripts, Debian debian, Map<String, String> before) {
        try {
            Path directory = Files.createTempDirectory("rig");
            for (Map.Entry<String, String> file : before.entrySet()) {
                Path path = directory.resolve("before" + file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            Path error = directory.resolve("start.err");
            Process process = new ProcessBuilder(scripts.resolve("start").toString(), directory.toString(),
                    debian.suite(), "--until-eof").redirectError(error.toFile()).start();
            BufferedReader output = process.inputReader();
            Thread impatience = Thread.ofVirtual().start(() -> endAfter(process, BUILT_AND_STARTED));
            if (!"running".equals(output.readLine())) {
                process.destroy();
                throw new AssertionError("the rig %s did not start: %s".formatted(debian.suite(),
                        Files.exists(error) ? Files.readString(error) : ""));
            }
            impatience.interrupt();
            return new Rig(scripts, directory, debian, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endAfter(Process process, Duration bound) {
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException _) {
            // it runs
        }
    }

    Debian debian() {
        return debian;
    }

    /** Runs a program with exactly these arguments. */
    Result run(String... words) {
        return run(ENOUGH, words);
    }

    /** Runs a line of shell. */
    Result sh(String line) {
        return run("sh", "-c", line);
    }

    /** Runs a program that must end within the time given. */
    Result run(Duration bound, String... words) {
        List<String> line = new ArrayList<>(List.of(scripts.resolve("run").toString(), directory.toString()));
        line.addAll(List.of(words));
        try {
            Path output = Files.createTempFile("rig", ".out");
            Path error = Files.createTempFile("rig", ".err");
            try {
                long start = System.nanoTime();
                Process process = new ProcessBuilder(line).redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile()).redirectError(error.toFile()).start();
                if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    throw new AssertionError("%s did not end within %d s.%nstdout: %s%nstderr: %s".formatted(
                            String.join(" ", words), bound.toSeconds(), Files.readString(output),
                            Files.readString(error)));
                }
                return new Result(String.join(" ", words), process.exitValue(), Files.readString(output),
                        Files.readString(error), Duration.ofNanos(System.nanoTime() - start));
            } finally {
                Files.delete(output);
                Files.delete(error);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + String.join(" ", words), e);
        }
    }

    /**
     * Runs one command of the product as it was built, with exactly these arguments. It sees the PF and VFs of
     * {@code make-sysfs}, where there are any.
     */
    Result fairlead(String... words) {
        return fairlead(ENOUGH, words);
    }

    /** The same, for a command that must end within the time given, its process's start included. */
    Result fairlead(Duration bound, String... words) {
        installProduct();
        List<String> line = new ArrayList<>(List.of("with-sysfs", "/opt/fairlead/bin/fairlead", "--timing"));
        line.addAll(List.of(words));
        return run(bound, line.toArray(String[]::new));
    }

    private void installProduct() {
        Path home = file(PRODUCT);
        if (!Files.isDirectory(home)) {
            copy(image(), home);
            run("/opt/fairlead/bin/speed-up-start").succeeded();
        }
    }

    private static Path image() {
        try (Stream<Path> files = Files.list(Path.of("../../distribution/image/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("fairlead-.*-linux-[a-z0-9]*"))
                    .map(file -> file.resolve("fairlead")).filter(Files::isDirectory).findFirst()
                    .orElseThrow(() -> new AssertionError("the image is not built: run mvn verify at the top first"));
        } catch (IOException e) {
            throw new UncheckedIOException("the image is not built: run mvn verify at the top first", e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(directory)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the rig, as this machine reaches it. */
    Path file(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        try {
            return Path.of("/proc", Files.readString(directory.resolve("pid")).strip(), "root").resolve(relative);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of the rig, with the directories above it. */
    void write(String path, String content) {
        Path file = file(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PF eno4 with this many VFs, in the form of the kernel's files, and interfaces of their names. */
    void makeVfs(int count) {
        run("make-sysfs", String.valueOf(count)).succeeded();
    }

    /** The same for a PF of another name. */
    void makeVfs(int count, String pf) {
        run("make-sysfs", String.valueOf(count), pf).succeeded();
    }

    /** Stops every process of a service for as long as the work takes, as an overloaded or broken host does. */
    void frozen(String service, Runnable work) {
        run("systemctl", "kill", "--signal=STOP", service).succeeded();
        try {
            work.run();
        } finally {
            run("systemctl", "kill", "--signal=CONT", service).succeeded();
        }
    }

    /**
     * Has a fault, a line of shell, happen in the midst of the work: when it runs a program with these words, right before
     * that does anything.
     */
    void met(String program, String words, String fault, Runnable work) {
        String stand = "/usr/local/sbin/" + program;
        run("rm", "-f", MET).succeeded();
        write(stand, """
                #!/bin/sh
                case "$*" in
                *"%s"*) [ -e %s ] || { : >%2$s; %s; } >/dev/null 2>&1 ;;
                esac
                exec env PATH=/usr/local/bin:/usr/sbin:/usr/bin %s "$@"
                """.formatted(words, MET, fault, program));
        run("chmod", "755", stand).succeeded();
        try {
            work.run();
        } finally {
            run("rm", stand).succeeded();
        }
        run("test", "-e", MET).succeeded();
    }

    /** Waits until something is so, at most half a minute. */
    void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("within 30 s it was not so that " + what);
            }
        }
    }

    @Override
    public void close() {
        try {
            running.getOutputStream().close();
            if (!running.waitFor(ENOUGH.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
                throw new AssertionError("the rig did not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
