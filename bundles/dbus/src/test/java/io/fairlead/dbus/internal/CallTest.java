package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.Variant;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a caller gets, whatever the peer does. */
class CallTest extends WithBus {

    private static final BusObject DBUS = new BusObject("org.freedesktop.DBus", "/org/freedesktop/DBus",
            "org.freedesktop.DBus");

    @Test
    void nothingIsConnectedBeforeSomebodyAsks() {
        assertThat(bus.status()).isInstanceOf(BusStatus.Unused.class);
        assertThat(bus.owner(TestBus.NAME, BOUND)).isEmpty();
        assertThat(bus.status()).isInstanceOf(BusStatus.Connected.class);
    }

    @Test
    void propertiesAreReadAndSet() throws Exception {
        daemon.peer();
        BlockingQueue<Signal> set = new LinkedBlockingQueue<>();
        bus.listen(new SignalMatch(TestBus.NAME, Optional.empty(), "io.fairlead.test", "WasSet"), set::add);

        assertThat(bus.property(PEER, "Version", BOUND)).isEqualTo("1.52");
        assertThat(bus.properties(PEER, BOUND)).isEqualTo(Map.of("Version", "1.52", "Startup", false));
        bus.setProperty(PEER, "Managed", new Variant("b", true), BOUND);

        assertThat(set.poll(10, TimeUnit.SECONDS).values()).isEqualTo(List.of("['io.fairlead.test', 'Managed', True]"));
    }

    @Test
    void thePeersOwnErrorIsToldAndCannotPlayWithTheTerminal() throws Exception {
        daemon.peer();
        BusException refusal = failureOf(() -> bus.call(PEER.call("Refuse"), BOUND));
        assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refusal.errorName()).contains("io.fairlead.test.Error.Busy");
        assertThat(refusal).hasMessageContaining("io.fairlead.test refused Refuse: not \\u001b[31mnow");
    }

    @Test
    void whatTheBusDoesNotLetThroughIsRefused() throws Exception {
        daemon.peer();
        BusException refusal = failureOf(() -> bus.call(PEER.as("io.fairlead.test.Forbidden").call("Echo"), BOUND));
        assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refusal.errorName()).contains("org.freedesktop.DBus.Error.AccessDenied");
    }

    @Test
    void aDaemonThatIsNotRunningIsNotStarted() throws Exception {
        Files.writeString(daemon.directory().resolve("services/io.fairlead.test.service"),
                "[D-BUS Service]\nName=%s\nUser=root\nExec=/bin/touch %s/started\n".formatted(TestBus.NAME,
                        daemon.directory()));
        bus.call(DBUS.call("ReloadConfig"), BOUND);
        assertThat(castToList(bus.call(DBUS.call("ListActivatableNames"), BOUND).getFirst())).contains(TestBus.NAME);

        BusException failure = failureOf(() -> bus.call(PEER.call("Echo"), BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NO_PEER);
        assertThat(failure).hasMessage("io.fairlead.test is not on the system bus: its daemon is not running");
        assertThat(daemon.directory().resolve("started")).doesNotExist();
    }

    @Test
    void aPeerThatIsNotRootsGetsNothing() throws Exception {
        daemon.peerOf("65534");
        assertThat(bus.owner(TestBus.NAME, BOUND).map(Peer::uid)).contains(65534L);
        assertThat(bus.owner(TestBus.NAME, BOUND).map(Peer::isTrusted)).contains(false);

        BusException failure = failureOf(() -> bus.call(PEER.call("Die"), BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.UNTRUSTED);
        assertThat(failure).hasMessageContaining("owned by user 65534 and not by root");
        assertThat(bus.owner(TestBus.NAME, BOUND)).as("it did not get the call to die").isPresent();
    }

    @Test
    void whoTookTheNameOverFromRootIsNotTrustedOnRootsAccount() throws Exception {
        Process root = daemon.peer();
        bus.call(PEER.call("Echo"), BOUND);
        TestBus.kill(root);
        daemon.peerOf("65534");
        assertThat(failureOf(() -> bus.call(PEER.call("Die"), BOUND)).reason()).isEqualTo(Reason.UNTRUSTED);
    }

    @Test
    void aCallGoesToTheVeryPeerThatWasLookedAt() throws Exception {
        daemon.peer();
        String owner = bus.owner(TestBus.NAME, BOUND).orElseThrow().uniqueName();
        assertThat(bus.call(PEER.call("Destination"), BOUND)).isEqualTo(List.of(owner));
    }

    @Test
    void aPeerThatDoesNotAnswerCostsNoMoreThanTheBound() throws Throwable {
        Process peer = daemon.peer();
        within(SHORT, () -> {
            BusException silence = failureOf(() -> bus.call(PEER.call("Silence"), SHORT));
            assertThat(silence.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(silence).hasMessage("io.fairlead.test did not answer Silence within 0.3 s");
        });

        TestBus.signal(peer, "STOP");
        within(SHORT, () -> assertThat(failureOf(() -> bus.call(PEER.call("Echo"), SHORT)).reason())
                .isEqualTo(Reason.TIMEOUT));
        TestBus.signal(peer, "CONT");
        assertThat(bus.call(PEER.call("Echo", "s", "again"), BOUND)).isEqualTo(List.of("again"));
    }

    @Test
    void aPeerThatDiesBeforeItAnswersHasLeft() throws Exception {
        daemon.peer();
        BusException failure = failureOf(() -> bus.call(PEER.call("Die"), BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.PEER_LEFT);
        assertThat(failureOf(() -> bus.call(PEER.call("Echo"), BOUND)).reason()).isEqualTo(Reason.NO_PEER);

        daemon.peer();
        assertThat(bus.call(PEER.call("Echo", "i", 1), BOUND)).isEqualTo(List.of(1));
    }

    @Test
    void aLargeAnswerIsReadAndATooLargeOneIsPassedOver() throws Exception {
        daemon.peer();
        String most = (String) bus.call(PEER.call("Long", "u", Framing.LONGEST_BODY - 5), BOUND).getFirst();
        assertThat(most).hasSize(Framing.LONGEST_BODY - 5);
        assertThat(castToList(bus.call(PEER.call("Units", "u", 2000), BOUND).getFirst())).hasSize(2000);

        BusStatus before = bus.status();
        BusException failure = failureOf(() -> bus.call(PEER.call("Long", "u", 20 << 20), BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(bus.call(PEER.call("Echo", "s", "next"), BOUND)).isEqualTo(List.of("next"));
        assertThat(bus.status()).as("the connection").isEqualTo(before);
    }

    @Test
    void aCallCostsLittle() throws Exception {
        daemon.peer();
        long[] micros = new long[500];
        for (int i = 0; i < micros.length; i++) {
            long began = System.nanoTime();
            bus.call(PEER.call("Echo", "s", "hello"), BOUND);
            micros[i] = (System.nanoTime() - began) / 1000;
        }
        long first = micros[0];
        Arrays.sort(micros);
        LoggerFactory.getLogger(CallTest.class).info("first call {} µs, median {} µs", first, micros[250]);
        assertThat(first).isLessThan(2_000_000);
        assertThat(micros[250]).isLessThan(20_000);
    }

    @Test
    void manyCallersAtOnceGetTheirOwnAnswers() throws Exception {
        daemon.peer();
        List<CompletableFuture<Object>> answers = IntStream.range(0, 400).mapToObj(i -> CompletableFuture
                .supplyAsync(() -> bus.call(PEER.call("Echo", "i", i), BOUND).getFirst())).toList();
        assertThat(answers.stream().map(CompletableFuture::join).toList())
                .isEqualTo(IntStream.range(0, 400).boxed().toList());
    }

    @Test
    void anInterruptedCallerLeavesTheConnectionWhole() throws Exception {
        daemon.peer();
        bus.call(PEER.call("Echo"), BOUND);
        BusStatus before = bus.status();
        BusCall silence = PEER.call("Silence");
        CompletableFuture<BusException> failure = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().start(() -> failure.complete(failureOf(() -> bus.call(silence, BOUND))));
        caller.interrupt();
        assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
        assertThat(bus.call(PEER.call("Echo", "i", 2), BOUND)).isEqualTo(List.of(2));
        assertThat(bus.status()).isEqualTo(before);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> castToList(Object value) {
        return (List<Object>) value;
    }
}
