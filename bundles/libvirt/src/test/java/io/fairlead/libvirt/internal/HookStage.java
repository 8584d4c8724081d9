package io.fairlead.libvirt.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The hook as it is installed, run by the real dash on a tree of its own: eno4 with four VFs, and an {@code ip} that notes
 * what it is asked for and then does what the test says.
 */
final class HookStage {

    private static final String EXECUTABLE = "rwxr-xr-x";

    private final Path top;

    HookStage(Path top) throws IOException {
        this.top = top;
        Path devices = directory("sys/bus/pci/devices");
        directory("sys/bus/pci/devices/0000:01:00.0/net/eno4");
        for (int i = 0; i < 4; i++) {
            String address = vf(i);
            Files.createDirectory(devices.resolve(address));
            Files.createSymbolicLink(devices.resolve("0000:01:00.0/virtfn" + i), Path.of("../" + address));
            Files.createSymbolicLink(devices.resolve(address + "/physfn"), Path.of("../0000:01:00.0"));
        }
        directory("etc/guests");
        directory("run");
        program("ip", "echo \"$*\" >>%s/asked".formatted(top));
        program("logger", "shift 4; echo \"$*\" >>%s/logged".formatted(top));
        for (Hook hook : Hook.values()) {
            Path file = directory("hooks/%s.d".formatted(hook.driver())).resolve("fairlead");
            Files.writeString(file, installed());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(EXECUTABLE));
        }
    }

    /** The script with the tree's places in it. */
    private String installed() {
        return new String(Hook.script(), StandardCharsets.UTF_8)
                .replace("\nPATH=/usr/sbin:", "\nPATH=%s/bin:/usr/sbin:".formatted(top))
                .replace("\nsys=/sys\n", "\nsys=%s/sys\n".formatted(top))
                .replace("\nwishes=/etc/fairlead/guests\n", "\nwishes=%s/etc/guests\n".formatted(top))
                .replace("\nrun=/run/fairlead\n", "\nrun=%s/run\n".formatted(top));
    }

    /** The address of a VF of eno4, like igb's. */
    static String vf(int index) {
        return "0000:01:10." + 2 * index;
    }

    private Path directory(String path) throws IOException {
        return Files.createDirectories(top.resolve(path));
    }

    /** Puts a program on the hook's PATH. */
    void program(String name, String body) throws IOException {
        Path file = directory("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(EXECUTABLE));
    }

    Path file(String path) {
        return top.resolve(path);
    }

    /** What is rendered for a guest. */
    void grant(String guest, String... lines) throws IOException {
        Files.write(file("etc/guests/" + guest), List.of(lines));
    }

    void takeBack(String guest) throws IOException {
        Files.delete(file("etc/guests/" + guest));
    }

    /** As libvirt runs it; answers the exit status. */
    int run(Hook hook, String object, String operation, String xml) throws IOException, InterruptedException {
        Path input = file("input");
        Files.writeString(input, xml);
        Process process = new ProcessBuilder(file("hooks/%s.d/fairlead".formatted(hook.driver())).toString(), object,
                operation, "begin", "-").redirectInput(input.toFile()).redirectErrorStream(true)
                .redirectOutput(file("output").toFile()).start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the hook does not end");
        }
        return process.exitValue();
    }

    /** What {@code ip} was asked for. */
    List<String> asked() throws IOException {
        return lines("asked");
    }

    /** What went to the journal. */
    List<String> logged() throws IOException {
        return lines("logged");
    }

    /** What libvirt would have caught of its output. */
    List<String> output() throws IOException {
        return lines("output");
    }

    private List<String> lines(String name) throws IOException {
        return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
    }

    /** The VFs that the hook remembers to have given something. */
    List<String> remembered() throws IOException {
        if (!Files.exists(file("run/guest-vfs"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(file("run/guest-vfs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
