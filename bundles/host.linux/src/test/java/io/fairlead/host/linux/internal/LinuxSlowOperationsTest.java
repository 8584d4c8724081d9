package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes on a tree of files; a FIFO that nobody reads blocks a writer as the kernel does. */
@Timeout(60)
class LinuxSlowOperationsTest {

    private static final PciAddress ENO4 = new PciAddress(0, 1, 0, 0);
    private static final PciAddress ENO5 = new PciAddress(0, 2, 0, 0);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration IMPATIENT = Duration.ofMillis(1500);

    @TempDir
    Path root;
    private LinuxSlowOperations operations;

    @BeforeEach
    void aHost() throws IOException {
        Files.createDirectories(root.resolve("sys/pf"));
        Files.createDirectories(root.resolve("run"));
        Files.createSymbolicLink(root.resolve("proc"), Path.of("/proc"));
        operations = again();
    }

    @Test
    void writesAndLeavesNoRecord() throws IOException {
        Outcome outcome = operations.run(operation(ENO4, List.of(), write("count", "7")), PATIENT);

        assertThat(outcome).isEqualTo(new Outcome.Done());
        assertThat(root.resolve("sys/pf/count")).hasContent("7\n");
        assertThat(operations.records()).isEmpty();
    }

    @Test
    void tellsWhichStepFailedAndTheSystemsOwnWords() {
        Step impossible = new Step.Write(HostPath.SYS.resolve("nowhere/count"), "7");

        Outcome outcome = operations.run(operation(ENO4, List.of(), write("count", "7"), impossible), PATIENT);

        assertThat(outcome).isEqualTo(new Outcome.Failed(impossible, "No such file or directory"));
        assertThat(operations.records()).isEmpty();
    }

    @Test
    void waitsForEveryVfWithItsPhysfn() throws IOException {
        Files.createDirectories(root.resolve("sys/pf/virtfn0/physfn"));
        Files.createDirectories(root.resolve("sys/pf/virtfn1"));
        Step await = new Step.AwaitVfs(HostPath.SYS.resolve("pf"), 2, Duration.ofSeconds(1));

        Outcome tooFew = operations.run(operation(ENO4, List.of(), await), PATIENT);
        Files.createDirectories(root.resolve("sys/pf/virtfn1/physfn"));
        Outcome enough = operations.run(operation(ENO4, List.of(), await), PATIENT);

        assertThat(tooFew).isInstanceOfSatisfying(Outcome.Failed.class,
                failed -> assertThat(failed.error()).contains("took 2, but there were 1"));
        assertThat(enough).isEqualTo(new Outcome.Done());
    }

    @Test
    void aBlockedWriteLetsItsCallerGoAndTellsWhomItWaitsFor() throws Exception {
        Path blocked = fifo("blocked");

        Outcome outcome = operations.run(
                operation(ENO4, List.of("guest t1"), write("blocked", "0"), write("count", "4")), IMPATIENT);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unfinished.class, unfinished -> {
            assertThat(unfinished.record().waitingFor()).containsExactly("guest t1");
            assertThat(unfinished.record().describe()).contains("since", "guest t1");
        });
        assertThat(again().records()).containsKey(ENO4);

        releaseAndAwaitEnd(blocked);

        assertThat(root.resolve("sys/pf/count")).hasContent("4\n");
        assertThat(operations.records()).isEmpty();
    }

    /** The FIFO's own wait stands for vfio_unregister_group_dev. */
    @Test
    void aHolderWhoCameBetweenTheLookAndTheWriteDoesNotKeepTheCaller() throws Exception {
        Path blocked = fifo("blocked");
        LinuxSlowOperations watchful = new LinuxSlowOperations(HostRoots.below(root),
                new KernelWaits(HostRoots.below(root), "wait_for_partner"));

        Outcome outcome = watchful.run(operation(ENO4, List.of(), write("blocked", "0")), Duration.ofDays(1));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unfinished.class,
                unfinished -> assertThat(unfinished.record().state()).isEqualTo(Operation.State.STUCK));
        releaseAndAwaitEnd(blocked);
    }

    @Test
    void aBlockedFunctionIsRefusedAndAnotherIsNot() throws Exception {
        Path blocked = fifo("blocked");
        operations.run(operation(ENO4, List.of("guest t1"), write("blocked", "0")), IMPATIENT);

        assertThatThrownBy(() -> operations.run(operation(ENO4, List.of(), write("count", "1")), PATIENT))
                .isInstanceOf(FairleadException.class).hasMessageContaining("unfinished")
                .extracting(e -> ((FairleadException) e).kind()).isEqualTo(FairleadException.Kind.BUSY);
        assertThat(operations.run(operation(ENO5, List.of(), write("other", "3")), PATIENT))
                .isEqualTo(new Outcome.Done());

        releaseAndAwaitEnd(blocked);
    }

    @Test
    void anOperationWhoseProcessWasKilledIsToldAndGivesWay() throws Exception {
        fifo("blocked");
        operations.run(operation(ENO4, List.of(), write("blocked", "0")), IMPATIENT);
        ProcessHandle child = child();
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
        child.onExit().get(10, TimeUnit.SECONDS);

        assertThat(operations.records().get(ENO4).state()).isEqualTo(Operation.State.FAILED);
        assertThat(operations.run(operation(ENO4, List.of(), write("count", "1")), PATIENT))
                .isEqualTo(new Outcome.Done());
    }

    /** As another process of Fairlead would see it; the children's entries are in the machine's own proc. */
    private LinuxSlowOperations again() {
        return new LinuxSlowOperations(HostRoots.below(root));
    }

    private static SlowOperation operation(PciAddress function, List<String> waitingFor, Step... steps) {
        return new SlowOperation(function, "set the VFs", waitingFor, Duration.ofSeconds(60), List.of(steps));
    }

    private static Step write(String file, String value) {
        return new Step.Write(HostPath.SYS.resolve("pf/" + file), value);
    }

    private Path fifo(String name) throws Exception {
        Path fifo = root.resolve("sys/pf").resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        return fifo;
    }

    /** The operation's own process, by its record. */
    private ProcessHandle child() throws IOException {
        String pid = Files.readString(root.resolve("run/fairlead/ops").resolve(ENO4.toString()).resolve("pid"));
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid.split(" ", -1)[0]));
        return process.orElseThrow();
    }

    private void releaseAndAwaitEnd(Path fifo) throws Exception {
        ProcessHandle child = child();
        assertThat(Files.readString(fifo)).isEqualTo("0\n");
        child.onExit().get(10, TimeUnit.SECONDS);
    }
}
