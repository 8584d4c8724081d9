package io.fairlead.control.wire;

import io.fairlead.control.wire.Message.Accepted;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.Interrupt;
import io.fairlead.control.wire.Message.Output;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Stream;
import io.fairlead.control.wire.Message.Unreadable;
import io.fairlead.control.wire.Message.WantFile;
import io.fairlead.control.wire.Message.WantInput;
import io.fairlead.control.wire.Message.WantMore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Messages as bytes: a byte that names the message, then its parts. A text is its length in 4 bytes and its UTF-8. */
final class Codec {

    private static final int REQUEST = 1;
    private static final int PIECE = 2;
    private static final int UNREADABLE = 3;
    private static final int INTERRUPT = 4;
    private static final int ACCEPTED = 17;
    private static final int REFUSED = 18;
    private static final int OUTPUT = 19;
    private static final int WANT_INPUT = 20;
    private static final int WANT_FILE = 21;
    private static final int WANT_MORE = 22;
    private static final int ENDED = 23;

    private Codec() {
    }

    static byte[] encode(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        switch (message) {
            case Request request -> writeRequest(out, request);
            case Piece piece -> named(out, PIECE).write(array(piece.bytes()));
            case Unreadable unreadable -> writeText(named(out, UNREADABLE), unreadable.reason());
            case Interrupt _ -> named(out, INTERRUPT);
            case Accepted accepted -> named(out, ACCEPTED).writeLong(accepted.pid());
            case Refused refused -> writeText(named(out, REFUSED), refused.reason());
            case Output output -> {
                named(out, OUTPUT).writeBoolean(output.stream() == Stream.ERR);
                out.write(array(output.bytes()));
            }
            case WantInput _ -> named(out, WANT_INPUT);
            case WantFile file -> writeText(named(out, WANT_FILE), file.path());
            case WantMore _ -> named(out, WANT_MORE);
            case Ended ended -> named(out, ENDED).writeInt(ended.status());
        }
        return bytes.toByteArray();
    }

    static Message decode(byte[] frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame));
        try {
            int name = in.readUnsignedByte();
            Message message = switch (name) {
                case REQUEST -> readRequest(in);
                case PIECE -> new Piece(piece(in));
                case UNREADABLE -> new Unreadable(readText(in));
                case INTERRUPT -> new Interrupt();
                case ACCEPTED -> new Accepted(in.readLong());
                case REFUSED -> new Refused(readText(in));
                case OUTPUT -> new Output(in.readBoolean() ? Stream.ERR : Stream.OUT, piece(in));
                case WANT_INPUT -> new WantInput();
                case WANT_FILE -> new WantFile(readText(in));
                case WANT_MORE -> new WantMore();
                case ENDED -> new Ended(in.readInt());
                default -> throw new MalformedException("there is no message " + name);
            };
            if (in.available() > 0) {
                throw new MalformedException("a message has %d bytes too many".formatted(in.available()));
            }
            return message;
        } catch (EOFException _) {
            throw new MalformedException("a message lacks its end");
        }
    }

    private static DataOutputStream named(DataOutputStream out, int name) throws IOException {
        out.writeByte(name);
        return out;
    }

    private static void writeRequest(DataOutputStream out, Request request) throws IOException {
        named(out, REQUEST).writeInt(request.version());
        out.writeInt(request.words().size());
        for (String word : request.words()) {
            writeText(out, word);
        }
        out.writeInt(request.environment().size());
        for (Map.Entry<String, String> variable : request.environment().entrySet()) {
            writeText(out, variable.getKey());
            writeText(out, variable.getValue());
        }
        out.writeBoolean(request.terminal());
    }

    /** The version comes first, and alone decides whether the rest is understood. */
    private static Request readRequest(DataInputStream in) throws IOException {
        int version = in.readInt();
        if (version != Message.VERSION) {
            throw new MalformedException(
                    "the client speaks version %d and the daemon version %d: restart the older of them"
                            .formatted(version, Message.VERSION));
        }
        List<String> words = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            words.add(readText(in));
        }
        Map<String, String> environment = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            environment.put(readText(in), readText(in));
        }
        return new Request(version, words, environment, in.readBoolean());
    }

    private static ByteBuffer piece(DataInputStream in) throws IOException {
        if (in.available() > Message.LONGEST_PIECE) {
            throw new MalformedException("a piece has at most %d bytes, not %d".formatted(Message.LONGEST_PIECE,
                    in.available()));
        }
        return ByteBuffer.wrap(in.readAllBytes());
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException();
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
