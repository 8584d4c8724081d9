package io.fairlead.itests.rig;

import static io.fairlead.itests.rig.SystemBuses.BOUND;
import static io.fairlead.itests.rig.SystemBuses.MANAGER;
import static io.fairlead.itests.rig.SystemBuses.NETWORK_MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus.Subscription;
import io.fairlead.dbus.internal.DbusSystemBus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls and signals of the real daemons, while they are restarted, stopped and frozen. */
@InTheRig
class SystemBusTest {

    private final Rig rig;
    private final DbusSystemBus bus;

    SystemBusTest(Rig rig) {
        this.rig = rig;
        this.bus = SystemBuses.of(rig);
    }

    @AfterEach
    void leave() {
        bus.deactivate();
    }

    @Test
    void theDaemonsAreRootsAndTellTheirVersions() {
        assertThat(bus.owner("org.freedesktop.systemd1", BOUND).map(Peer::isTrusted)).contains(true);
        assertThat((String) bus.property(NETWORK_MANAGER, "Version", BOUND))
                .isEqualTo(rig.run("nmcli", "-g", "VERSION", "general").succeeded());
        assertThat(rig.run("systemctl", "--version").succeeded())
                .contains((String) bus.property(MANAGER, "Version", BOUND));
        assertThat((List<?>) bus.call(MANAGER.call("ListUnits"), BOUND).getFirst()).hasSizeGreaterThan(50);
    }

    @Test
    void aFrozenNetworkManagerCostsNoMoreThanTheBound() {
        bus.property(NETWORK_MANAGER, "Version", BOUND);
        rig.frozen("NetworkManager", () -> assertThat(askNetworkManager()).contains(Reason.TIMEOUT));
        assertThat(askNetworkManager()).isEmpty();
    }

    @Test
    void aRestartOfNetworkManagerIsSeenAndGotOver() throws InterruptedException {
        BlockingQueue<Optional<Peer>> owners = new LinkedBlockingQueue<>();
        bus.watch("org.freedesktop.NetworkManager", owners::add);
        Optional<Peer> before = owners.poll(10, TimeUnit.SECONDS);
        assertThat(before).isPresent();

        rig.run("systemctl", "restart", "--no-block", "NetworkManager").succeeded();
        while (owners.isEmpty()) {
            assertThat(askNetworkManager().orElse(Reason.NO_PEER)).isIn(Reason.NO_PEER, Reason.PEER_LEFT,
                    Reason.REFUSED);
        }
        assertThat(owners.poll(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(owners.poll(30, TimeUnit.SECONDS)).isPresent().isNotEqualTo(before);
        // It takes its name before it has its objects: a call in between is refused as one of an unknown object.
        rig.await("NetworkManager answers", () -> askNetworkManager().isEmpty());
    }

    @Test
    void aStoppedNetworkManagerIsNotStartedByACall() {
        rig.run("systemctl", "stop", "NetworkManager").succeeded();
        assertThat(askNetworkManager()).contains(Reason.NO_PEER);
        assertThat(rig.run("systemctl", "is-active", "NetworkManager").output()).contains("inactive");
        rig.run("systemctl", "start", "NetworkManager").succeeded();
        rig.await("NetworkManager answers", () -> askNetworkManager().isEmpty());
    }

    @Test
    void systemdIsHeardBeforeAndAfterItExecutesItselfAnew() throws InterruptedException {
        jobIsHeard();
        rig.run("systemctl", "daemon-reexec").succeeded();
        rig.await("systemd answers", () -> SystemBuses.failure(() -> bus.call(MANAGER.call("ListJobs"), BOUND))
                .isEmpty());
        jobIsHeard();
    }

    private void jobIsHeard() throws InterruptedException {
        BlockingQueue<Signal> removed = new LinkedBlockingQueue<>();
        try (Subscription _ = bus.listen(new SignalMatch(MANAGER.destination(), Optional.of(MANAGER.path()),
                MANAGER.interfaceName(), "JobRemoved"), removed::add)) {
            subscribe();
            Object job = bus.call(MANAGER.call("RestartUnit", "ss", "systemd-tmpfiles-clean.service", "replace"), BOUND)
                    .getFirst();
            for (Signal signal; (signal = removed.poll(20, TimeUnit.SECONDS)) != null;) {
                if (signal.values().get(1).equals(job)) {
                    assertThat(signal.values().get(3)).isEqualTo("done");
                    return;
                }
            }
            throw new AssertionError("the end of the job was not heard");
        }
    }

    /** systemd sends signals only once asked, and remembers who asked when it executes itself anew. */
    private void subscribe() {
        try {
            bus.call(MANAGER.call("Subscribe"), BOUND);
        } catch (BusException e) {
            assertThat(e.errorName()).contains("org.freedesktop.systemd1.AlreadySubscribed");
        }
    }

    private Optional<Reason> askNetworkManager() {
        return SystemBuses.failure(() -> bus.property(NETWORK_MANAGER, "Version", BOUND));
    }
}
