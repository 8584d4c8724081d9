package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.VfAttributes;
import io.fairlead.host.HostEvents.Subscription;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whoever changes the host, it is heard of. */
class EventsTest {

    private static final HostPath UNITS = HostPath.ETC.resolve("systemd/system");
    private static final HostPath DROP_INS = UNITS.resolve("libvirtd.service.d");
    private static final HostPath DROP_IN = DROP_INS.resolve("10-vfs.conf");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Semaphore files = new Semaphore(0);
    private final Semaphore devices = new Semaphore(0);

    @Test
    void aFileIsHeardOfWhoeverWritesIt() throws InterruptedException {
        host.events().watchDirectories(List.of(DROP_INS), files::release);

        host.durableFiles().write(DROP_IN, "x".getBytes(StandardCharsets.UTF_8), 0_644);
        heard(files);
        host.putFile(DROP_IN, "somebody else's");
        heard(files);
        host.durableFiles().delete(DROP_IN);
        heard(files);
    }

    @Test
    void aDirectoryIsHeardOfWhenItAppearsAndGoesAndNotForWhatIsBelow() throws InterruptedException {
        host.events().watchDirectories(List.of(UNITS), files::release);

        host.putFile(DROP_IN, "x");
        heard(files);
        host.putFile(DROP_IN, "y");
        host.putFile(DROP_INS.resolve("20-other.conf"), "x");
        silent(files);
        host.durableFiles().delete(DROP_IN);
        silent(files);
        host.durableFiles().delete(DROP_INS.resolve("20-other.conf"));
        heard(files);
    }

    @Test
    void aGuestsStatusFileIsHeardOf() throws InterruptedException {
        host.events().watchDirectories(List.of(HostPath.RUN.resolve("libvirt/qemu")), files::release);

        host.release("t1");

        heard(files);
    }

    @Test
    void devicesAndInterfacesAreHeardOf() throws InterruptedException {
        host.events().watchDevices(devices::release);

        host.createVfs("eno4", 3);
        heard(devices);
        host.links().setVf("eno4", 0, new VfAttributes(Optional.empty(), Optional.empty(), Optional.of(true),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        heard(devices);
        host.addAddress("eno4", 0, "192.0.2.1/24");
        heard(devices);
        host.addRoute("eno4", 0, "198.51.100.0/24");
        heard(devices);
        host.moveToNamespace("eno4", 1, "blue");
        heard(devices);
        host.hold("eno4", 2, "t2");
        heard(devices);
        host.setDown("eth0");
        heard(devices);
        host.createVfs("eno4", 3);
        heard(devices);
    }

    @Test
    void filesLocksAndTimeAreNoDevices() throws InterruptedException {
        host.events().watchDevices(devices::release);

        host.putFile(DROP_IN, "x");
        host.writerLock().claim();
        host.skip(Duration.ofHours(1));
        host.forgetWrites();

        silent(devices);
    }

    @Test
    void theListenerMayLookAtTheHostAndWhoHasClosedHearsNothing() throws InterruptedException {
        Subscription subscription = host.events().watchDevices(() -> {
            if (!host.links().links().isEmpty()) {
                devices.release();
            }
        });
        host.createVfs("eno4", 1);
        heard(devices);

        subscription.close();
        host.createVfs("eno4", 0);

        silent(devices);
    }

    private void heard(Semaphore calls) throws InterruptedException {
        assertThat(callsOf(calls)).as("calls").isPositive();
    }

    private void silent(Semaphore calls) throws InterruptedException {
        assertThat(callsOf(calls)).as("calls").isZero();
    }

    /** Calls are made one after the other: when a later subscriber was called, none is to come any more. */
    private int callsOf(Semaphore calls) throws InterruptedException {
        Semaphore later = new Semaphore(0);
        try (Subscription _ = host.events().watchDirectories(List.of(HostPath.ETC.resolve("last")), later::release)) {
            host.putFile(HostPath.ETC.resolve("last/file"), "x");
            assertThat(later.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        return calls.drainPermits();
    }
}
