package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that are not as they should be, written byte by byte. dbus-daemon lets none through, dbus-broker looks at
 * headers only: so the bus is one of the test's own.
 */
class MalformedTest {

    private static final byte LITTLE = 'l';
    private static final byte BIG = 'B';
    private static final int REPLY = 2;

    private Listener listener;
    private DbusSystemBus bus;
    /** What answers the call of {@code Echo}, by its serial number. */
    private volatile Function<Long, byte[]> answer;
    private final AtomicInteger usersAsked = new AtomicInteger();

    @BeforeEach
    void start(@TempDir Path root) throws IOException {
        listener = new Listener(root, this::serve);
        bus = new DbusSystemBus(TestBus.socketsBelow(root));
    }

    @AfterEach
    void end() throws IOException {
        bus.deactivate();
        listener.close();
    }

    @Test
    void theUserOfAPeerIsAskedOnce() {
        answered(MalformedTest::good);
        answered(MalformedTest::good);
        assertThat(usersAsked).hasValue(1);
    }

    @Test
    void aBigEndianAnswerIsRead() {
        answer = serial -> message(BIG, REPLY, serial, "us", body(BIG, b -> text(b.putInt(7), "x")));
        assertThat(bus.call(WithBus.PEER.call("Echo"), WithBus.BOUND)).isEqualTo(List.of(7L, "x"));
    }

    @Test
    void aBodyThatIsTooShortCostsOneCall() {
        unreadable(serial -> message(LITTLE, REPLY, serial, "uuu", body(LITTLE, b -> b.putInt(1))));
    }

    @Test
    void anArrayThatClaimsMoreThanThereIsCostsOneCall() {
        for (int claimed : new int[]{100, 60 << 20, 0x7fffffff, -1}) {
            unreadable(serial -> message(LITTLE, REPLY, serial, "ay", body(LITTLE, b -> b.putInt(claimed))));
            unreadable(serial -> message(LITTLE, REPLY, serial, "as", body(LITTLE, b -> b.putInt(claimed))));
            unreadable(serial -> message(LITTLE, REPLY, serial, "at", body(LITTLE, b -> b.putInt(claimed))));
        }
    }

    @Test
    void aStringThatClaimsMoreThanThereIsCostsOneCall() {
        for (int claimed : new int[]{100, 0x7fffffff, -1}) {
            unreadable(serial -> message(LITTLE, REPLY, serial, "s", body(LITTLE, b -> b.putInt(claimed))));
        }
    }

    @Test
    void variantsWithinVariantsWithoutEndCostOneCall() {
        unreadable(serial -> message(LITTLE, REPLY, serial, "v", body(LITTLE, b -> {
            for (int depth = 0; depth < 200_000; depth++) {
                b.put((byte) 1).put((byte) 'v').put((byte) 0);
            }
            return b;
        })));
    }

    @Test
    void aSignatureWithoutABodyCostsOneCall() {
        unreadable(serial -> message(LITTLE, REPLY, serial, "s", new byte[0]));
    }

    @Test
    void aMessageOfAnUnknownTypeIsPassedOver() {
        answered(serial -> joined(message(LITTLE, 9, serial, "", new byte[0]), good(serial)));
    }

    @Test
    void headerFieldsWithoutMeasureArePassedOver() {
        answered(serial -> joined(fields(1 << 20), good(serial)));
    }

    @Test
    void whatNobodyWaitsForIsPassedOverUnread() {
        answered(serial -> joined(message(LITTLE, REPLY, serial + 1000, "ay", new byte[3 << 20]), good(serial)));
    }

    @Test
    void whatIsNoMessageEndsTheConnectionAndTheNextOneServes() {
        answer = _ -> "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        BusException failure = WithBus.failureOf(() -> bus.call(WithBus.PEER.call("Echo"), WithBus.BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.NO_BUS);
        assertThat(failure).hasMessageContaining("something else than messages of D-Bus");
        answered(MalformedTest::good);
        assertThat(listener.accepted()).isEqualTo(2);
    }

    /** The call fails, and the next one is answered over the same connection. */
    private void unreadable(Function<Long, byte[]> with) {
        answered(MalformedTest::good);
        BusStatus before = bus.status();
        answer = with;
        BusException failure = WithBus.failureOf(() -> bus.call(WithBus.PEER.call("Echo"), WithBus.BOUND));
        assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE);
        assertThat(failure).hasMessageContaining("the answer of Echo of io.fairlead.test cannot be read");
        answered(MalformedTest::good);
        assertThat(bus.status()).isEqualTo(before);
    }

    private void answered(Function<Long, byte[]> with) {
        answer = with;
        assertThat(bus.call(WithBus.PEER.call("Echo"), WithBus.BOUND)).isEqualTo(List.of("good"));
    }

    private static byte[] good(long serial) {
        return message(LITTLE, REPLY, serial, "s", body(LITTLE, b -> text(b, "good")));
    }

    /** Authenticates whoever it is, and answers as a bus on which root owns every name. */
    private void serve(SocketChannel client) throws IOException {
        client.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            Framing framing = new Framing(client, selector);
            for (String line = ""; !line.equals("BEGIN");) {
                line = framing.line(null);
            }
            client.write(Framing.ascii("DATA\r\nOK 1234deadbeef\r\n"));
            while (true) {
                Received call = framing.next(_ -> true, null);
                long serial = call.serial();
                if (call.name().equals("GetConnectionUnixUser")) {
                    usersAsked.incrementAndGet();
                }
                ByteBuffer bytes = ByteBuffer.wrap(switch (call.name()) {
                    case "Hello" -> message(LITTLE, REPLY, serial, "s", body(LITTLE, b -> text(b, ":1.1")));
                    case "GetNameOwner" -> message(LITTLE, REPLY, serial, "s", body(LITTLE, b -> text(b, ":1.2")));
                    case "GetConnectionUnixUser" -> message(LITTLE, REPLY, serial, "u", body(LITTLE, b -> b.putInt(0)));
                    default -> answer.apply(serial);
                });
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        }
    }

    private static byte[] body(byte order, Function<ByteBuffer, ByteBuffer> values) {
        ByteBuffer body = values.apply(ByteBuffer.allocate(1 << 20).order(order(order)));
        byte[] bytes = new byte[body.position()];
        body.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer text(ByteBuffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return to.putInt(bytes.length).put(bytes).put((byte) 0);
    }

    /** D-Bus specification, "Message Format". */
    private static byte[] message(byte order, int type, long replySerial, String signature, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(1024 + body.length).order(order(order));
        message.put(order).put((byte) type).put((byte) 0).put((byte) 1).putInt(body.length).putInt(77).putInt(0);
        field(message, 5, "u").putInt((int) replySerial);
        text(field(message, 7, "s"), ":1.2");
        if (!signature.isEmpty()) {
            field(message, 8, "g").put((byte) signature.length()).put(signature.getBytes(StandardCharsets.US_ASCII))
                    .put((byte) 0);
        }
        message.putInt(12, message.position() - 16);
        align(message).put(body);
        byte[] bytes = new byte[message.position()];
        message.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer field(ByteBuffer message, int code, String type) {
        return align(message).put((byte) code).put((byte) 1).put((byte) type.charAt(0)).put((byte) 0);
    }

    private static ByteBuffer align(ByteBuffer message) {
        return message.position((message.position() + 7) & ~7);
    }

    /** A message with nothing but header fields of this length, all zero. */
    private static byte[] fields(int length) {
        ByteBuffer message = ByteBuffer.allocate(16 + length).order(ByteOrder.LITTLE_ENDIAN);
        message.put(LITTLE).put((byte) REPLY).put((byte) 0).put((byte) 1).putInt(0).putInt(78).putInt(length);
        return message.array();
    }

    private static ByteOrder order(byte order) {
        return order == BIG ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static byte[] joined(byte[]... messages) {
        ByteBuffer all = ByteBuffer.allocate(List.of(messages).stream().mapToInt(message -> message.length).sum());
        List.of(messages).forEach(all::put);
        return all.array();
    }
}
