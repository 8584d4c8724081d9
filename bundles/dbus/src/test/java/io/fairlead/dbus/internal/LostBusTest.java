package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.Peer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A bus that is not there, dies, freezes or is none. */
class LostBusTest extends WithBus {

    private static final BusObject DBUS = new BusObject("org.freedesktop.DBus", "/org/freedesktop/DBus",
            "org.freedesktop.DBus");

    @Test
    void noBusIsAStatusAndASentence() throws Throwable {
        TestBus.kill(daemon.daemon());
        Files.delete(daemon.socket());
        within(Duration.ZERO, () -> {
            BusException failure = failureOf(() -> bus.call(PEER.call("Echo"), BOUND));
            assertThat(failure.reason()).isEqualTo(Reason.NO_BUS);
            assertThat(failure).hasMessage("there is no system bus at /run/dbus/system_bus_socket");
        });
        assertThat(((BusStatus.Lost) bus.status()).why())
                .isEqualTo("there is no system bus at /run/dbus/system_bus_socket");

        daemon.start();
        assertThat(bus.owner("org.freedesktop.DBus", BOUND)).as("a call does not wait for the pause").isPresent();
    }

    @Test
    void aBusThatDiesDuringACallIsToldAndFoundAgainWithNobodysHelp() throws Exception {
        daemon.peer();
        CompletableFuture<BusException> failure = CompletableFuture
                .supplyAsync(() -> failureOf(() -> bus.call(PEER.call("Silence"), BOUND)));
        await("a connection", () -> bus.status() instanceof BusStatus.Connected);
        TestBus.kill(daemon.daemon());

        assertThat(failure.get(5, TimeUnit.SECONDS).reason()).isEqualTo(Reason.NO_BUS);
        await("the loss", () -> bus.status() instanceof BusStatus.Lost);
        BusStatus.Lost lost = (BusStatus.Lost) bus.status();
        await("another attempt", () -> bus.status() instanceof BusStatus.Lost again && !again.why().equals(lost.why()));
        assertThat(((BusStatus.Lost) bus.status()).since()).as("since the first").isEqualTo(lost.since());

        daemon.start();
        await("a connection", () -> bus.status() instanceof BusStatus.Connected);
    }

    @Test
    void aBusThatIsFrozenBeforeTheFirstCallCostsNoMoreThanTheBound() throws Throwable {
        TestBus.signal(daemon.daemon(), "STOP");
        within(SHORT, () -> {
            BusException failure = failureOf(() -> bus.call(PEER.call("Echo"), SHORT));
            assertThat(failure.reason()).isEqualTo(Reason.NO_BUS);
            assertThat(failure).hasMessageContaining("did not let us in within 0.3 s");
        });
        TestBus.signal(daemon.daemon(), "CONT");
        daemon.peer();
        assertThat(bus.call(PEER.call("Echo", "i", 1), BOUND)).isEqualTo(List.of(1));
    }

    @Test
    void aBusThatFreezesLaterCostsNoMoreThanTheBoundAndKeepsTheConnection() throws Throwable {
        daemon.peer();
        bus.call(PEER.call("Echo"), BOUND);
        BusStatus before = bus.status();
        TestBus.signal(daemon.daemon(), "STOP");
        within(SHORT, () -> {
            BusException failure = failureOf(() -> bus.call(PEER.call("Echo"), SHORT));
            assertThat(failure.reason()).isEqualTo(Reason.NO_BUS);
            assertThat(failure).hasMessage("the system bus does not answer within 0.3 s");
        });
        TestBus.signal(daemon.daemon(), "CONT");
        assertThat(bus.call(PEER.call("Echo", "i", 1), BOUND)).isEqualTo(List.of(1));
        assertThat(bus.status()).isEqualTo(before);
    }

    @Test
    void aFrozenBusThatTakesHalfAMessageIsLeftAndFoundAgain() throws Throwable {
        bus.owner(TestBus.NAME, BOUND);
        TestBus.signal(daemon.daemon(), "STOP");
        BusCall large = DBUS.call("GetNameOwner", "s", "x".repeat(1_000_000));
        within(SHORT, () -> {
            BusException failure = failureOf(() -> bus.call(large, SHORT));
            assertThat(failure.reason()).isEqualTo(Reason.NO_BUS);
            assertThat(failure).hasMessageContaining("half a message");
        });
        TestBus.signal(daemon.daemon(), "CONT");
        assertThat(bus.owner(TestBus.NAME, BOUND)).isEmpty();
    }

    @Test
    void aFrozenBusWhoseQueueIsFullIsToldAtOnce() throws Throwable {
        TestBus.signal(daemon.daemon(), "STOP");
        List<SocketChannel> others = new ArrayList<>();
        assertThatThrownBy(() -> {
            while (others.size() < 10_000) {
                others.add(daemon.sockets().connect(DbusSystemBus.SOCKET));
            }
        }).hasMessageContaining("temporarily unavailable");
        within(Duration.ZERO, () -> assertThat(failureOf(() -> bus.owner(TestBus.NAME, BOUND)))
                .hasMessageContaining("cannot be used: Resource temporarily unavailable"));
        for (SocketChannel other : others) {
            other.close();
        }
        TestBus.signal(daemon.daemon(), "CONT");
        await("the queue's end", () -> isAnswered());
    }

    private boolean isAnswered() {
        try {
            return bus.owner(TestBus.NAME, BOUND).isEmpty();
        } catch (BusException _) {
            return false;
        }
    }

    @Test
    void whatIsNoBusIsToldWithinTheBound() throws Throwable {
        for (String answer : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "REJECTED EXTERNAL\r\n",
                "x".repeat(100_000))) {
            Path root = Files.createDirectory(directory.resolve("other" + answer.length()));
            try (Listener _ = new Listener(root, client -> client.write(Framing.ascii(answer)))) {
                DbusSystemBus other = new DbusSystemBus(TestBus.socketsBelow(root));
                within(Duration.ZERO, () -> assertThat(failureOf(() -> other.owner(TestBus.NAME, BOUND)).reason())
                        .isEqualTo(Reason.NO_BUS));
                other.deactivate();
            }
        }
    }

    @Test
    void whoClosesEachConnectionAtOnceIsNotTriedInALoop() throws Exception {
        Path root = directory.resolve("closes");
        try (Listener listener = new Listener(root, client -> client.close())) {
            DbusSystemBus other = new DbusSystemBus(TestBus.socketsBelow(root));
            List<Optional<Peer>> told = new ArrayList<>();
            other.watch(TestBus.NAME, told::add);
            await("four attempts", () -> listener.accepted() >= 4);
            // At 0, 0.1, 0.3, 0.7, 1.5 s and so on: an observation of time, which no condition can stand in for.
            Thread.sleep(1000);
            assertThat(listener.accepted()).isLessThanOrEqualTo(6);
            other.deactivate();
            assertThat(told).isEqualTo(List.of(Optional.empty()));
        }
    }

    @Test
    void stoppingEndsEverythingAtOnceEvenWhenTheBusIsFrozen() throws Throwable {
        daemon.peer();
        bus.watch(TestBus.NAME, _ -> {
        });
        CompletableFuture<BusException> waiting = CompletableFuture
                .supplyAsync(() -> failureOf(() -> bus.call(PEER.call("Silence"), Duration.ofMinutes(1))));
        await("a connection", () -> bus.status() instanceof BusStatus.Connected);
        TestBus.signal(daemon.daemon(), "STOP");

        within(Duration.ofSeconds(1), bus::deactivate);
        assertThat(waiting.get(1, TimeUnit.SECONDS)).hasMessageContaining("Fairlead is stopping");
        assertThat(failureOf(() -> bus.owner(TestBus.NAME, BOUND))).hasMessageContaining("Fairlead is stopping");
        await("its threads' end", () -> Threads.ours().isEmpty());
    }
}
