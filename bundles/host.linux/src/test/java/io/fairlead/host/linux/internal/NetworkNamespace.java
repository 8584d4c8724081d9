package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A network namespace of a test's own, with no interface but its loopback; whoever is not root has a user namespace too. */
final class NetworkNamespace implements AutoCloseable {

    private static final boolean ROOT = Caller.isRoot(HostRoots.below(Path.of("/")));

    private final Process holder;

    /** Makes it. Only who is not root, and on a machine of their own, may lack the right to. */
    NetworkNamespace() throws IOException, InterruptedException {
        List<String> unshare = new ArrayList<>(List.of("unshare", "--net"));
        if (!ROOT) {
            unshare.addAll(List.of("--user", "--map-root-user"));
        }
        // Writes a line once it is inside.
        unshare.addAll(List.of("sh", "-c", "echo inside; exec sleep 1000"));
        holder = new ProcessBuilder(unshare).redirectErrorStream(true).start();
        boolean inside = "inside".equals(holder.inputReader().readLine());
        if (!inside) {
            assumeTrue(ROOT || System.getenv("CI") != null, "this user may have no network namespace");
        }
        assertThat(inside).as("a network namespace").isTrue();
    }

    /** The command that runs a program in it. */
    List<String> inside(String... program) {
        List<String> line = new ArrayList<>(
                List.of("nsenter", "--target", String.valueOf(holder.pid()), "--net"));
        if (!ROOT) {
            line.addAll(List.of("--user", "--preserve-credentials"));
        }
        line.addAll(List.of(program));
        return line;
    }

    /** Runs a program in it, which must succeed. */
    void run(String... program) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(inside(program)).inheritIO().start().waitFor()).as(String.join(" ", program))
                .isZero();
    }

    /** The programs of this name that are in it. */
    List<ProcessHandle> programs(String name) throws IOException {
        Path own = Files.readSymbolicLink(Path.of("/proc/%d/ns/net".formatted(holder.pid())));
        return ProcessHandle.allProcesses().filter(process -> isIn(process, own, name)).toList();
    }

    private static boolean isIn(ProcessHandle process, Path namespace, String name) {
        Path directory = Path.of("/proc", String.valueOf(process.pid()));
        try {
            return Files.readSymbolicLink(directory.resolve("ns/net")).equals(namespace)
                    && Files.readString(directory.resolve("comm")).strip().equals(name);
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        holder.destroyForcibly().onExit().join();
    }
}
