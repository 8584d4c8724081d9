package io.fairlead.lifecycle.internal.wayback;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.linux.internal.FilesBelow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A host's files in a directory of their own: Java writes the way back there, the program runs on it by a real shell. The
 * programs of the host, which the program calls, note that they were called.
 */
final class WayBackStage {

    static final int GENERATION = 7;
    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final Instant DEADLINE = NOW.plusSeconds(120);
    static final String AT_DEADLINE = String.valueOf(DEADLINE.getEpochSecond());
    static final HostPath UNIT = HostPath.ETC.resolve("systemd/system/interface-vf@.service");
    static final HostPath DROP_IN = HostPath.ETC.resolve("systemd/system/libvirtd.service.d/50-vf.conf");
    static final HostPath GRUB = HostPath.ETC.resolve("default/grub");
    static final HostPath RULE = HostPath.RUN.resolve("udev/rules.d/84-vf.rules");

    private static final Duration ENOUGH = Duration.ofSeconds(60);

    private final Path top;
    private final Shell shell;
    private final HostFiles files;
    private final DurableFiles durable;
    private final OwnFiles own;

    WayBackStage(Path top, Shell shell) throws IOException {
        this.top = top;
        this.shell = shell;
        this.files = FilesBelow.read(top);
        this.durable = FilesBelow.write(top);
        this.own = new RecordedOwnFiles(files, durable);
        write("etc/default/grub", "GRUB_CMDLINE_LINUX=quiet\n");
        write("etc/systemd/system/interface-vf@.service", "somebody's\n");
        Files.setPosixFilePermissions(at("etc/systemd/system/interface-vf@.service"),
                PosixFilePermissions.fromString("rw-r-----"));
        write("proc/cmdline", "BOOT_IMAGE=/vmlinuz quiet\n");
        Files.createDirectories(at("run"));
        Files.createSymbolicLink(at("proc/self"), Path.of("/proc/self"));
        boot("first");
        for (String program : List.of("systemctl", "systemd-run", "udevadm", "busctl", "update-grub")) {
            program(program, "echo \"%s $*\" >>%s/called".formatted(program, top));
        }
        if (shell == Shell.BUSYBOX) {
            for (String applet : List.of("cp", "mv", "rm", "rmdir", "mkdir", "chmod", "sync", "cmp", "find", "ls",
                    "date",
                    "sleep", "timeout", "grep", "sed", "sh")) {
                Files.createSymbolicLink(at("bin/" + applet), Path.of("/usr/bin/busybox"));
            }
        }
    }

    HostFiles files() {
        return files;
    }

    DurableFiles durable() {
        return durable;
    }

    OwnFiles own() {
        return own;
    }

    Path at(String path) {
        return top.resolve(path);
    }

    /** On a host without systemd, as long as nobody has made {@code /run/systemd/system}. */
    WayBack wayBack() {
        return wayBack(durable, own, new NoCommands());
    }

    WayBack wayBack(DurableFiles durableFiles, OwnFiles ownFiles, Commands commands) {
        return new WayBack(files, durableFiles, ownFiles, commands, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    void write(String path, String content) throws IOException {
        Files.createDirectories(at(path).getParent());
        Files.writeString(at(path), content);
    }

    String read(String path) throws IOException {
        return Files.readString(at(path));
    }

    void boot(String id) throws IOException {
        write("proc/sys/kernel/random/boot_id", id + "\n");
    }

    /** Puts a program on the host's PATH. */
    void program(String name, String body) throws IOException {
        Files.createDirectories(at("bin"));
        Files.deleteIfExists(at("bin/" + name));
        write("bin/" + name, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(at("bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The calls of programs of the host, in order. */
    List<String> called() throws IOException {
        return Files.exists(at("called")) ? Files.readAllLines(at("called")) : List.of();
    }

    static ChangeUndo change(int number, List<UndoStep> steps, Integer... after) {
        return new ChangeUndo(number, new ResourceId("vf-unit", "eno" + number), steps, Set.of(after));
    }

    static Arming arming(Phase phase, ChangeUndo... changes) {
        return new Arming(GENERATION, phase, List.of(changes), Optional.of(DEADLINE), Optional.empty());
    }

    static NativeProgram nativeProgram(String name, String body) {
        return new NativeProgram() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public byte[] content() {
                return body.getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    /** A try of three changes: a unit taken over from somebody with a drop-in beside it, GRUB's defaults, and a rule in /run. */
    void armAndChange(Phase phase) {
        wayBack().arm(arming(phase, storyChanges()), List.of());
        change();
    }

    ChangeUndo[] storyChanges() {
        List<UndoStep> units = new ArrayList<>(own.wayBack(UNIT));
        units.addAll(own.wayBack(DROP_IN));
        return new ChangeUndo[]{change(3, own.wayBack(RULE)), change(2, own.wayBack(GRUB)), change(1, units)};
    }

    void change() {
        own.put(UNIT, bytes("ours\n"), 0644, OwnFiles.Foreign.ADOPT);
        own.put(DROP_IN, bytes("ours too\n"), 0644, OwnFiles.Foreign.REFUSE);
        own.put(GRUB, bytes("GRUB_CMDLINE_LINUX=iommu\n"), 0644, OwnFiles.Foreign.ADOPT);
        own.put(RULE, bytes("ours\n"), 0644, OwnFiles.Foreign.ADOPT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** All that the host has in /etc and knows of our files, with contents and modes; what the boot unit brings is apart. */
    Map<String, String> host() {
        return tree("etc", "var/lib/fairlead/files", "var/lib/fairlead/directories", "run/udev", "run/fairlead/files",
                "run/fairlead/directories");
    }

    /** The same without what is known of our files. */
    Map<String, String> etc() {
        return tree("etc");
    }

    private Map<String, String> tree(String... below) {
        Map<String, String> all = new TreeMap<>();
        for (String directory : below) {
            if (!Files.exists(at(directory))) {
                continue;
            }
            try (Stream<Path> paths = Files.walk(at(directory))) {
                for (Path path : paths.toList()) {
                    if (!path.equals(at(directory)) || !Files.isDirectory(path)) {
                        all.put(top.relativize(path).toString(), described(path));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static String described(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                + (Files.isDirectory(path) ? " directory" : " " + Files.readString(path));
    }

    /** Runs the program as systemd does; answers its status and all that it said. */
    Ended undo(String... words) throws Exception {
        return ended(start(Map.of(), words));
    }

    Ended undo(Map<String, String> environment, String... words) throws Exception {
        return ended(start(environment, words));
    }

    /** Starts it in a process group of its own. */
    Process start(Map<String, String> environment, String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(shell.words());
        line.add(at("var/lib/fairlead/try/way-back/programs/undo").toString());
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line).directory(top.toFile()).redirectErrorStream(true);
        builder.environment().put("FAIRLEAD_ROOT", top.toString());
        builder.environment().put("FAIRLEAD_ANSWER", "1");
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Ended ended(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    /**
     * How the program ended.
     *
     * @param status its exit status
     * @param said both its outputs
     */
    record Ended(int status, String said) {
    }

    /** A host whose programs are not to be called. */
    private static final class NoCommands implements Commands {

        @Override
        public Result run(Duration bound, List<String> arguments, String input) {
            throw new AssertionError("called: " + arguments);
        }

        @Override
        public boolean has(String program) {
            return false;
        }
    }
}
