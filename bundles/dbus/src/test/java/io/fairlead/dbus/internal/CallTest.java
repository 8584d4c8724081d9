package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a peer. */
class CallTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final BusObject PEER = new BusObject(TestBus.NAME, "/io/fairlead/test", "io.fairlead.test");

    private TestBus daemon;
    private DbusSystemBus bus;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        daemon = new TestBus(directory);
        bus = new DbusSystemBus(daemon.sockets());
    }

    @AfterEach
    void end() throws Exception {
        bus.deactivate();
        daemon.close();
    }

    @Test
    void anAnswerComesBack() throws Exception {
        daemon.peer();
        assertThat(bus.call(PEER.call("Echo", "sa{sv}", "hello", Map.of("a", new Variant("as", List.of("x")))), BOUND))
                .isEqualTo(List.of("hello", Map.of("a", List.of("x"))));
        assertThat(bus.property(PEER, "Version", BOUND)).isEqualTo("1.52");
    }
}
