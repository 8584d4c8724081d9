package io.fairlead.control.wire;

import io.fairlead.control.wire.Message.FromClient;
import io.fairlead.control.wire.Message.FromDaemon;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A connection as a row of messages. Each is a frame: the number of bytes that follow (4 bytes, big endian, 1 to
 * {@value #LONGEST}), a byte that names the message, and what is in it.
 *
 * <p>One thread at a time may read, and another one write.
 */
public final class Frames {

    /** The longest frame, in bytes without its length. A command line may take all of it. */
    public static final int LONGEST = 1 << 18;

    private final DataInputStream in;
    private final DataOutputStream out;

    /** Those on these streams. */
    public Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /**
     * Waits for what the client says next; empty when it closed the connection between two messages.
     *
     * @throws MalformedException when that is nothing a client can say
     */
    public Optional<FromClient> readFromClient() throws IOException {
        return switch (read()) {
            case null -> Optional.empty();
            case FromClient message -> Optional.of(message);
            case Message other -> throw unexpected("client", other);
        };
    }

    /**
     * Waits for what the daemon says next; empty when it closed the connection between two messages.
     *
     * @throws MalformedException when that is nothing the daemon can say
     */
    public Optional<FromDaemon> readFromDaemon() throws IOException {
        return switch (read()) {
            case null -> Optional.empty();
            case FromDaemon message -> Optional.of(message);
            case Message other -> throw unexpected("daemon", other);
        };
    }

    /**
     * Says something.
     *
     * @throws MalformedException when it is longer than a frame may be; nothing was written
     */
    public void write(Message message) throws IOException {
        byte[] frame = Codec.encode(message);
        if (frame.length > LONGEST) {
            throw new MalformedException(
                    "%d bytes are more than the %d that can be said at once".formatted(frame.length, LONGEST));
        }
        out.writeInt(frame.length);
        out.write(frame);
        out.flush();
    }

    private Message read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        try {
            int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            if (length < 1 || length > LONGEST) {
                throw new MalformedException("a message has 1 to %d bytes, not %d"
                        .formatted(LONGEST, Integer.toUnsignedLong(length)));
            }
            byte[] frame = new byte[length];
            in.readFully(frame);
            return Codec.decode(frame);
        } catch (EOFException _) {
            throw new MalformedException("the connection ended within a message");
        }
    }

    private static MalformedException unexpected(String who, Message message) {
        return new MalformedException("a %s does not say %s".formatted(who, message.getClass().getSimpleName()));
    }
}
