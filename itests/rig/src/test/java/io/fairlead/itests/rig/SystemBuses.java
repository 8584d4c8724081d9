package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.internal.DbusSystemBus;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** The system bus of a rig, from this process, and the objects on it. */
final class SystemBuses {

    static final Duration BOUND = Duration.ofSeconds(5);
    static final BusObject MANAGER = new BusObject("org.freedesktop.systemd1", "/org/freedesktop/systemd1",
            "org.freedesktop.systemd1.Manager");
    static final BusObject NETWORK_MANAGER = new BusObject("org.freedesktop.NetworkManager",
            "/org/freedesktop/NetworkManager", "org.freedesktop.NetworkManager");

    private SystemBuses() {
    }

    static DbusSystemBus of(Rig rig) {
        return new DbusSystemBus(socket -> {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(rig.file(socket.toString())));
            return channel;
        });
    }

    /** Why a call within a second failed, when it did; never later than two after. */
    static Optional<BusException.Reason> failure(Runnable call) {
        long began = System.nanoTime();
        try {
            call.run();
            return Optional.empty();
        } catch (BusException e) {
            return Optional.of(e.reason());
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND.plusSeconds(2));
        }
    }
}
