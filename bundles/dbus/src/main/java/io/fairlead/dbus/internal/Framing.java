package io.fairlead.dbus.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * What comes over the connection, cut into messages. For one thread. The library's own reader is not used, since it
 * allocates whatever a header claims, up to 128 MiB, and waits for ever.
 */
final class Framing {

    /** The longest body taken, in bytes: 20 times systemd's list of all units of a large host. Longer ones are passed over. */
    static final int LONGEST_BODY = 4 << 20;

    /** The longest array of header fields taken. A path is the only long field, and real ones have some 100 bytes. */
    private static final int LONGEST_FIELDS = 64 << 10;
    /** D-Bus specification, "Message Protocol": whoever claims more has lost the thread of the stream. */
    private static final long LONGEST_MESSAGE = 128L << 20;
    private static final int FIXED = 16;
    private static final int LONGEST_LINE = 1024;
    private static final long FOR_EVER = 0;

    private final SocketChannel channel;
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).flip();

    Framing(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.register(selector, SelectionKey.OP_READ);
    }

    /** A line of the authentication, without its end. */
    String line(Deadline deadline) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST_LINE) {
            fill(deadline);
            char c = (char) (buffer.get() & 0xFF);
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            line.append(c);
        }
        throw new IOException("it answers the authentication with something else than D-Bus");
    }

    /**
     * The next message. The body is read only when it is wanted and not too long.
     *
     * @param wanted asked with the message's header
     * @param deadline until when to wait, or null for ever
     */
    Received next(Predicate<Received> wanted, Deadline deadline) throws IOException {
        while (true) {
            ByteBuffer start = ByteBuffer.wrap(bytes(FIXED, deadline));
            start.order(start.get(0) == 'B' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            long body = Integer.toUnsignedLong(start.getInt(4));
            long fields = (Integer.toUnsignedLong(start.getInt(12)) + 7) & ~7L;
            if ((start.get(0) != 'l' && start.get(0) != 'B') || start.get(3) != 1
                    || FIXED + fields + body > LONGEST_MESSAGE) {
                throw new IOException("it sends something else than messages of D-Bus");
            }
            if (fields > LONGEST_FIELDS) {
                skip(fields + body, deadline);
                continue;
            }
            try {
                Received header = header(start, bytes((int) fields, deadline), body);
                if (wanted.test(header)) {
                    return body > LONGEST_BODY
                            ? passOver(header, deadline)
                            : header.withBody(bytes((int) body, deadline));
                }
            } catch (Received.Malformed _) {
                // Its length is known, so the next message is found all the same.
            }
            skip(body, deadline);
        }
    }

    private Received passOver(Received header, Deadline deadline) throws IOException {
        skip(header.bodyLength(), deadline);
        return header;
    }

    private static Received header(ByteBuffer start, byte[] elements, long body) throws Received.Malformed {
        byte[] fixed = new byte[12];
        start.get(0, fixed);
        // The library wants the array as it is aligned for its elements: its length, 4 bytes of padding, and them.
        byte[] fields = new byte[8 + elements.length];
        start.get(12, fields, 0, 4);
        System.arraycopy(elements, 0, fields, 8, elements.length);
        return Received.header(fixed, fields, body);
    }

    private byte[] bytes(int count, Deadline deadline) throws IOException {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;) {
            fill(deadline);
            int some = Math.min(count - read, buffer.remaining());
            buffer.get(bytes, read, some);
            read += some;
        }
        return bytes;
    }

    private void skip(long count, Deadline deadline) throws IOException {
        for (long left = count; left > 0;) {
            fill(deadline);
            int some = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + some);
            left -= some;
        }
    }

    /** Waits until there is something in the buffer. */
    private void fill(Deadline deadline) throws IOException {
        while (!buffer.hasRemaining()) {
            if (deadline != null && deadline.hasPassed()) {
                throw new IOException("it does not answer within %s".formatted(deadline.text()));
            }
            int read = channel.read(buffer.clear());
            buffer.flip();
            if (read < 0) {
                throw new EOFException("it closed the connection");
            }
            if (read == 0) {
                selector.select(deadline == null ? FOR_EVER : Math.max(1, deadline.millis()));
                selector.selectedKeys().clear();
            }
        }
    }

    /** The bytes of the authentication's commands. */
    static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
