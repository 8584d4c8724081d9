package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bus to test on, with a real dbus-daemon. Its peers are root's, or nobody would trust them, so only root can run it. */
abstract class WithBus {

    static final Duration BOUND = Duration.ofSeconds(10);
    static final Duration SHORT = Duration.ofMillis(300);
    static final BusObject PEER = new BusObject(TestBus.NAME, "/io/fairlead/test", "io.fairlead.test");

    @TempDir
    Path directory;

    TestBus daemon;
    DbusSystemBus bus;

    @BeforeAll
    static void requireWhatItTakes() {
        assumeTrue(Files.isWritable(Path.of("/")), "only root can be a trusted peer");
        assumeTrue(succeeds("dbus-daemon", "--version"), "the package dbus is not installed");
        assumeTrue(succeeds("/usr/bin/python3", "-c", "import dbus, gi"),
                "the packages python3-dbus and python3-gi are not installed");
    }

    private static boolean succeeds(String... program) {
        try {
            return new ProcessBuilder(program).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD).start()
                    .onExit().join().exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @BeforeEach
    void startBus() throws IOException {
        // Other users' peers read their program there.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        daemon = new TestBus(directory);
        bus = new DbusSystemBus(daemon.sockets());
    }

    @AfterEach
    void endBus() {
        if (bus != null) {
            bus.deactivate();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    /** What a call of the bus fails with. */
    static BusException failureOf(ThrowingCallable call) {
        BusException failure = catchThrowableOfType(BusException.class, call);
        assertThat(failure).as("the call's failure").isNotNull();
        return failure;
    }

    /** Fails when it takes longer than the bound that was given, with a second for a busy machine. */
    static void within(Duration bound, ThrowingCallable action) throws Throwable {
        long began = System.nanoTime();
        action.call();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(bound.plusSeconds(1));
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        Deadline deadline = Deadline.in(BOUND);
        while (!condition.getAsBoolean()) {
            assertThat(deadline.hasPassed()).as("too late: " + what).isFalse();
            Thread.sleep(5);
        }
    }
}
