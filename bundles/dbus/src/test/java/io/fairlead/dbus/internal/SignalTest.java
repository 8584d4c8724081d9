package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What listeners hear. */
class SignalTest extends WithBus {

    private static final SignalMatch HEARD = new SignalMatch(TestBus.NAME, Optional.of("/io/fairlead/test"),
            "io.fairlead.test", "Heard");

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<Peer>> owners = new LinkedBlockingQueue<>();

    @Test
    void theSignalThatACallBringsAboutIsHeardByWhoListenedBefore() throws Exception {
        daemon.peer();
        for (int round = 0; round < 100; round++) {
            try (Subscription _ = bus.listen(HEARD, signals::add)) {
                bus.call(PEER.call("Signal", "u", 1), BOUND);
                assertThat(next(signals)).as("round %d", round)
                        .isEqualTo(new Signal("/io/fairlead/test", "io.fairlead.test", "Heard", List.of(0L, "signal")));
            }
        }
    }

    @Test
    void signalsComeInTheirOrder() throws Exception {
        daemon.peer();
        bus.listen(HEARD, signals::add);
        bus.call(PEER.call("Signal", "u", 1000), BOUND);
        for (long i = 0; i < 1000; i++) {
            assertThat(next(signals).values().getFirst()).isEqualTo(i);
        }
    }

    @Test
    void signalsAreHeardAgainAfterARestartOfThePeer() throws Exception {
        Process peer = daemon.peer();
        bus.listen(HEARD, signals::add);
        bus.watch(TestBus.NAME, owners::add);
        Optional<Peer> first = next(owners);
        assertThat(first.map(Peer::isTrusted)).contains(true);

        TestBus.kill(peer);
        assertThat(next(owners)).isEmpty();
        daemon.peer();
        assertThat(next(owners)).isPresent().isNotEqualTo(first);
        bus.call(PEER.call("Signal", "u", 1), BOUND);
        assertThat(next(signals).values()).isEqualTo(List.of(0L, "signal"));
    }

    @Test
    void signalsAreHeardAgainAfterARestartOfTheBus() throws Exception {
        daemon.peer();
        bus.listen(HEARD, signals::add);
        bus.watch(TestBus.NAME, owners::add);
        assertThat(next(owners)).isPresent();

        TestBus.kill(daemon.daemon());
        assertThat(next(owners)).isEmpty();
        daemon.start();
        daemon.peer();
        assertThat(next(owners)).isPresent();
        bus.call(PEER.call("Signal", "u", 1), BOUND);
        assertThat(next(signals).values()).isEqualTo(List.of(0L, "signal"));
    }

    @Test
    void whoWatchesBeforeThereIsABusIsToldSoAndThenOfTheOwner() throws Exception {
        TestBus.kill(daemon.daemon());
        bus.watch(TestBus.NAME, owners::add);
        assertThat(next(owners)).isEmpty();
        daemon.start();
        daemon.peer();
        assertThat(next(owners)).isPresent();
    }

    @Test
    void aSecondOneWhoWatchesIsToldAtOnceToo() throws Exception {
        daemon.peer();
        bus.watch(TestBus.NAME, _ -> {
        });
        bus.call(PEER.call("Echo"), BOUND);
        bus.watch(TestBus.NAME, owners::add);
        assertThat(next(owners)).isPresent();
    }

    @Test
    void signalsOfAPeerThatIsNotRootsAreDropped() throws Exception {
        Process nobody = daemon.peerOf("65534");
        bus.listen(HEARD, signals::add);
        bus.watch(TestBus.NAME, owners::add);
        assertThat(next(owners).map(Peer::uid)).contains(65534L);
        // Called by its unique name through busctl's like, as we would not.
        callBySomebodyElse("Signal", "uint32:3");
        TestBus.kill(nobody);
        assertThat(next(owners)).isEmpty();
        daemon.peer();
        assertThat(next(owners).map(Peer::uid)).contains(0L);
        callBySomebodyElse("Signal", "uint32:1");
        assertThat(next(signals).values()).as("the first that is heard is root's").isEqualTo(List.of(0L, "signal"));
        assertThat(signals).isEmpty();
    }

    @Test
    void aListenerThatFailsIsCalledNextTimeAndHurtsNobodyElse() throws Exception {
        daemon.peer();
        bus.listen(HEARD, signal -> {
            signals.add(signal);
            throw new IllegalStateException("a listener's fault, on purpose");
        });
        bus.listen(HEARD, signals::add);
        bus.call(PEER.call("Signal", "u", 2), BOUND);
        for (int i = 0; i < 4; i++) {
            next(signals);
        }
    }

    @Test
    void aListenerMayCallTheBus() throws Exception {
        daemon.peer();
        BlockingQueue<Object> echoes = new LinkedBlockingQueue<>();
        bus.listen(HEARD, signal -> echoes.add(bus.call(PEER.call("Echo", "s", "from the listener"), BOUND)));
        bus.call(PEER.call("Signal", "u", 1), BOUND);
        assertThat(echoes.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of("from the listener"));
    }

    @Test
    void whoClosedHearsNoMore() throws Exception {
        daemon.peer();
        Subscription closed = bus.listen(HEARD, _ -> signals.add(new Signal("closed", "", "", List.of())));
        closed.close();
        closed.close();
        bus.listen(HEARD, signals::add);
        bus.call(PEER.call("Signal", "u", 1), BOUND);
        assertThat(next(signals).path()).isEqualTo("/io/fairlead/test");
        assertThat(signals).isEmpty();
    }

    @Test
    void whenMoreWaitsThanIsTakenWhoWatchesIsToldToLookAgain() throws Exception {
        daemon.peer();
        CountDownLatch hold = new CountDownLatch(1);
        bus.watch(TestBus.NAME, owners::add);
        assertThat(next(owners)).isPresent();
        bus.listen(HEARD, signal -> {
            signals.add(signal);
            awaitQuietly(hold);
        });
        int sent = (int) (Dispatcher.MOST_BYTES / 512) + 1000;
        bus.call(PEER.call("Signal", "u", sent), BOUND);
        hold.countDown();
        assertThat(next(owners)).as("as if it had left").isEmpty();
        assertThat(next(owners)).as("and come back").isPresent();
        assertThat(signals.size()).isLessThan(sent);

        signals.clear();
        bus.call(PEER.call("Signal", "u", 1), BOUND);
        next(signals);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void callBySomebodyElse(String member, String argument) throws Exception {
        assertThat(new ProcessBuilder("dbus-send", "--bus=" + daemon.address(), "--dest=" + TestBus.NAME,
                "--print-reply", "/io/fairlead/test", "io.fairlead.test." + member, argument)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT)
                .start().waitFor()).isZero();
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat((Object) next).as("something within 10 s").isNotNull();
        return next;
    }
}
