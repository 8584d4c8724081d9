package io.fairlead.itests.rig;

import static io.fairlead.itests.rig.SystemBuses.BOUND;
import static io.fairlead.itests.rig.SystemBuses.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.internal.DbusSystemBus;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The bus itself is killed; the rig is of no more use then. */
@InTheRig
class KilledBusTest {

    private final Rig rig;

    KilledBusTest(Rig rig) {
        this.rig = rig;
    }

    @Test
    void theLossOfTheBusIsToldAndTheNextBusIsFound() throws InterruptedException {
        DbusSystemBus bus = SystemBuses.of(rig);
        BlockingQueue<Optional<Peer>> owners = new LinkedBlockingQueue<>();
        bus.watch(MANAGER.destination(), owners::add);
        assertThat(owners.poll(10, TimeUnit.SECONDS)).isPresent();
        BusStatus before = bus.status();

        rig.sh("kill -KILL $(systemctl show -P MainPID dbus.service)").succeeded();
        assertThat(owners.poll(10, TimeUnit.SECONDS)).as("the loss").isEmpty();
        assertThat(SystemBuses.failure(() -> bus.call(MANAGER.call("ListJobs"), BOUND)).orElse(Reason.NO_BUS))
                .isIn(Reason.NO_BUS, Reason.NO_PEER);

        // systemd starts the bus again, by its socket, for who connects; and then comes back to it itself.
        assertThat(owners.poll(60, TimeUnit.SECONDS)).as("systemd on the next bus").isPresent();
        assertThat(bus.status()).isInstanceOf(BusStatus.Connected.class).isNotEqualTo(before);
        assertThat(SystemBuses.failure(() -> bus.call(MANAGER.call("ListJobs"), BOUND))).isEmpty();
        bus.deactivate();
    }
}
