package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus.Subscription;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** Nothing is left behind, in this JVM or in the bus. */
class LeakTest extends WithBus {

    private static final int RECONNECTS = 1000;
    private static final SignalMatch HEARD = new SignalMatch(TestBus.NAME, Optional.empty(), "io.fairlead.test",
            "Heard");
    private static final BusObject STATS = new BusObject("org.freedesktop.DBus", "/org/freedesktop/DBus",
            "org.freedesktop.DBus.Debug.Stats");

    @Test
    void aThousandReconnectsLeaveNothingBehind() throws Exception {
        daemon.peer();
        Path root = directory.resolve("cut");
        try (Listener cable = Listener.through(root, daemon)) {
            DbusSystemBus ours = new DbusSystemBus(TestBus.socketsBelow(root));
            ours.listen(HEARD, _ -> {
            });
            ours.watch(TestBus.NAME, _ -> {
            });
            ours.call(PEER.call("Echo"), BOUND);
            assertThat(rulesInTheBus()).hasSize(2);
            long descriptors = descriptors();

            for (int i = 0; i < RECONNECTS; i++) {
                BusStatus before = ours.status();
                cable.cut();
                await("reconnect " + i, () -> isAnswered(ours) && !ours.status().equals(before));
            }
            assertThat(cable.accepted()).isGreaterThan(RECONNECTS);

            assertThat(rulesInTheBus()).as("match rules in the bus, of all connections").hasSize(2);
            assertThat(instances(BusConnection.class)).as("connections in memory, the test's own with it").isEqualTo(2);
            assertThat(instances(Received.class)).as("messages in memory").isLessThan(5);
            assertThat(Threads.ours()).isSubsetOf("fairlead-dbus", "fairlead-dbus-signals");
            await("the descriptors of before: " + descriptors, () -> descriptors() <= descriptors);
            ours.deactivate();
        }
        await("no rule in the bus", () -> rulesInTheBus().isEmpty());
    }

    @Test
    void aThousandListenersThatCloseLeaveNothingBehind() throws Exception {
        daemon.peer();
        for (int i = 0; i < 1000; i++) {
            try (Subscription _ = bus.listen(HEARD, _ -> {
            }); Subscription _ = bus.watch(TestBus.NAME, _ -> {
            })) {
                bus.status();
            }
        }
        bus.call(PEER.call("Echo"), BOUND);
        assertThat(rulesInTheBus()).isEmpty();
    }

    @Test
    void tenListenersToTheSameCostTheBusOneRule() throws Exception {
        daemon.peer();
        for (int i = 0; i < 10; i++) {
            bus.listen(HEARD, _ -> {
            });
        }
        assertThat(rulesInTheBus()).hasSize(2);
    }

    private static boolean isAnswered(DbusSystemBus ours) {
        try {
            return ours.call(PEER.call("Echo", "i", 1), BOUND).equals(List.of(1));
        } catch (BusException _) {
            return false;
        }
    }

    /** Of all connections; those of the peer, which has none, and of the test's own bus aside. */
    @SuppressWarnings("unchecked")
    private List<String> rulesInTheBus() {
        Map<String, List<String>> all = (Map<String, List<String>>) bus.call(STATS.call("GetAllMatchRules"), BOUND)
                .getFirst();
        return all.values().stream().flatMap(List::stream).toList();
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many there are once the garbage is collected. */
    private static long instances(Class<?> type) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                new Object[]{new String[0]}, new String[]{String[].class.getName()});
        return histogram.lines().filter(line -> line.stripTrailing().endsWith(" " + type.getName()))
                .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", 3)[1])).sum();
    }
}
