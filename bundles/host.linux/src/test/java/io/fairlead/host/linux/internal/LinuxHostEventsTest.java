package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.HostEvents.Subscription;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to files and links is heard of: on real directories, and in a network namespace. */
@Timeout(60)
class LinuxHostEventsTest {

    private static final HostPath UNITS = HostPath.ETC.resolve("systemd/system");
    private static final HostPath DROP_INS = UNITS.resolve("libvirtd.service.d");
    private static final String[] MONITOR = {"ip", "monitor", "link", "address", "route"};

    @TempDir
    private Path top;
    private final Semaphore calls = new Semaphore(0);
    private LinuxHostEvents events;

    @BeforeEach
    void aHost() throws IOException {
        Files.createDirectories(path(UNITS));
        events = events(List.of());
    }

    @AfterEach
    void end() {
        events.close();
    }

    @Test
    void aFileThatIsMadeChangedRenamedOrRemovedIsHeardOf() throws Exception {
        events.watchDirectories(List.of(UNITS), calls::release);
        Path file = path(UNITS).resolve("a.service");

        Files.writeString(file, "1");
        awaitCalls();
        Files.writeString(file, "2");
        awaitCalls();
        Files.move(file, file.resolveSibling("b.service"));
        awaitCalls();
        Files.delete(file.resolveSibling("b.service"));
        awaitCalls();
    }

    @Test
    void aFileThatIsReplacedAsDurableFilesDoIsHeardOf() throws Exception {
        Path file = Files.writeString(path(UNITS).resolve("a.service"), "1");
        events.watchDirectories(List.of(UNITS), calls::release);

        Files.move(Files.writeString(path(HostPath.ETC).resolve("new"), "2"), file,
                StandardCopyOption.ATOMIC_MOVE);

        awaitCalls();
    }

    @Test
    void aDirectoryThatAppearsLaterIsHeardOfAndThenItsFiles() throws Exception {
        HostPath deep = DROP_INS.resolve("one/two");
        events.watchDirectories(List.of(deep), calls::release);

        Files.createDirectories(path(deep));
        awaitCalls();
        Files.writeString(path(deep).resolve("10-vfs.conf"), "x");
        awaitCalls();
    }

    @Test
    void aDirectoryThatGoesAndComesAgainIsHeardOfEachTime() throws Exception {
        Files.createDirectory(path(DROP_INS));
        events.watchDirectories(List.of(DROP_INS), calls::release);

        Files.delete(path(DROP_INS));
        awaitCalls();
        Files.createDirectory(path(DROP_INS));
        awaitCalls();
        Files.move(path(DROP_INS), path(UNITS).resolve("aside"));
        awaitCalls();
        Files.createDirectory(path(DROP_INS));
        awaitCalls();
        Files.writeString(path(DROP_INS).resolve("10-vfs.conf"), "x");
        awaitCalls();
    }

    @Test
    void aDirectoryBelowARootThatIsNotThereYetIsHeardOf() throws Exception {
        events.watchDirectories(List.of(HostPath.RUN.resolve("systemd")), calls::release);

        Files.createDirectories(top.resolve("run/systemd"));

        awaitCalls();
    }

    @Test
    void whatHappensBesideItIsNobodysBusiness() throws Exception {
        Files.createDirectory(path(DROP_INS));
        events.watchDirectories(List.of(DROP_INS), calls::release);
        Semaphore both = new Semaphore(0);
        events.watchDirectories(List.of(UNITS), both::release);

        Files.writeString(path(UNITS).resolve("a.service"), "x");

        assertThat(both.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(calls.availablePermits()).isZero();
    }

    @Test
    void aBurstIsToldOnceInFiftyMilliseconds() throws Exception {
        events.watchDirectories(List.of(UNITS), calls::release);
        long began = System.nanoTime();

        for (int i = 0; i < 1000; i++) {
            Files.writeString(path(UNITS).resolve("file" + i), "x");
        }
        awaitCalls();
        Semaphore later = new Semaphore(0);
        try (Subscription _ = events.watchDirectories(List.of(UNITS), later::release)) {
            Files.writeString(path(UNITS).resolve("last"), "x");
            assertThat(later.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }

        long windows = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) / 50;
        assertThat(calls.availablePermits()).isLessThanOrEqualTo((int) windows + 1);
    }

    @Test
    void moreThanTheQueueHoldsIsTakenForAnything() throws Exception {
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
                DirectoryWatch watch = new DirectoryWatch(top)) {
            watch.add(new Signal(thread, calls::release), List.of(path(DROP_INS)));
            synchronized (watch) {
                // A key keeps 512 events; its reader waits for this lock.
                for (int i = 0; i < 600; i++) {
                    Files.createFile(path(UNITS).resolve("file" + i));
                }
                Files.createDirectory(path(DROP_INS));
            }

            awaitCalls();
        }
    }

    @Test
    void aListenerThatFailsIsCalledAgain() throws Exception {
        events.watchDirectories(List.of(UNITS), () -> {
            calls.release();
            throw new IllegalStateException("the listener's own fault");
        });

        Files.writeString(path(UNITS).resolve("a"), "x");
        awaitCalls();
        Files.writeString(path(UNITS).resolve("b"), "x");
        awaitCalls();
    }

    @Test
    void whoHasClosedHearsNothingAndTheLastOneEndsTheWatch() throws Exception {
        Subscription subscription = events.watchDirectories(List.of(UNITS), calls::release);
        assertThat(threads("fairlead directories")).hasSize(1);

        subscription.close();
        Files.writeString(path(UNITS).resolve("a"), "x");

        await(() -> threads("fairlead directories").isEmpty());
        assertThat(calls.availablePermits()).isZero();
    }

    @Test
    void linksAddressesAndRoutesAreHeardOf() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            listen(namespace);

            namespace.run("ip", "link", "add", "eno4", "type", "veth", "peer", "name", "eno5");
            awaitCalls();
            namespace.run("ip", "link", "set", "eno4", "up");
            awaitCalls();
            namespace.run("ip", "address", "add", "192.0.2.1/24", "dev", "eno4");
            awaitCalls();
            namespace.run("ip", "route", "add", "198.51.100.0/24", "dev", "eno4");
            awaitCalls();
        }
    }

    @Test
    void aMonitorThatEndsIsStartedAgain() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            listen(namespace);
            ProcessHandle first = namespace.programs("ip").getFirst();

            first.destroyForcibly();

            await(() -> namespace.programs("ip").stream().anyMatch(next -> next.pid() != first.pid()));
            awaitCalls();
            namespace.run("ip", "link", "set", "lo", "up");
            awaitCalls();
        }
    }

    @Test
    void theLastSubscriberLeavesNoMonitorBehind() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            Subscription first = listen(namespace);
            Subscription second = events.watchDevices(calls::release);
            assertThat(namespace.programs("ip")).hasSize(1);

            first.close();
            assertThat(namespace.programs("ip")).hasSize(1);
            second.close();

            await(() -> namespace.programs("ip").isEmpty());
        }
    }

    @Test
    void aKilledJvmLeavesNoMonitorBehindOnceSomethingHappens() throws Exception {
        try (NetworkNamespace namespace = new NetworkNamespace()) {
            List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Listener.class.getName());
            List<String> line = new ArrayList<>(java);
            line.addAll(namespace.inside(MONITOR));
            Process jvm = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            assertThat(jvm.inputReader().readLine()).isEqualTo("listening");
            await(() -> namespace.programs("ip").size() == 1);

            jvm.destroyForcibly().waitFor();
            namespace.run("ip", "link", "set", "lo", "up");

            await(() -> namespace.programs("ip").isEmpty());
        }
    }

    /** A JVM to be killed. */
    static final class Listener {
        private Listener() {
        }

        /** Listens with the monitor that the arguments are. */
        public static void main(String[] monitor) throws InterruptedException {
            new LinuxHostEvents(HostRoots.below(Path.of("/")), new LinuxCommands(), List.of(List.of(monitor)))
                    .watchDevices(() -> {
                    });
            System.out.println("listening");
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
        }
    }

    @Test
    void aHostWithoutAMonitorIsNoFailure() {
        events.close();
        events = events(List.of(List.of("no-such-program-at-all", "monitor")));

        events.watchDevices(calls::release).close();

        assertThat(threads("fairlead no-such-program-at-all")).isEmpty();
    }

    /** Subscribes, and waits until something that happens is heard of: the program listens then. */
    private Subscription listen(NetworkNamespace namespace) throws Exception {
        events.close();
        events = events(List.of(namespace.inside(MONITOR)));
        Subscription subscription = events.watchDevices(calls::release);
        awaitCalls();
        return subscription;
    }

    private LinuxHostEvents events(List<List<String>> monitors) {
        return new LinuxHostEvents(HostRoots.below(top), new LinuxCommands(), monitors);
    }

    private Path path(HostPath path) {
        return HostRoots.below(top).resolve(path);
    }

    /** Waits for a call, and forgets those that came with it. */
    private void awaitCalls() throws InterruptedException {
        assertThat(calls.tryAcquire(10, TimeUnit.SECONDS)).as("a call").isTrue();
        // What one act does may be told in two calls: the next act's own is to be waited for.
        while (calls.tryAcquire(200, TimeUnit.MILLISECONDS)) {
            // told
        }
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).toList();
    }

    /** Something that holds sooner or later. */
    interface Condition {
        /** Whether it holds. */
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
