package io.fairlead.dbus.internal;

import java.util.List;
import java.util.Optional;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.MarshallingException;
import org.freedesktop.dbus.exceptions.MessageTypeException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.messages.constants.MessageTypes;

/**
 * A message that came. Its header is read at once, its body only when somebody asks, in that somebody's thread: so a
 * malformed body is the trouble of one call and not of the connection.
 */
final class Received {

    /** A message whose values cannot be read. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final byte[] fixed;
    private final byte[] fields;
    private final byte[] body;
    private final long bodyLength;
    private final Message header;

    private Received(byte[] fixed, byte[] fields, byte[] body, long bodyLength, Message header) {
        this.fixed = fixed;
        this.fields = fields;
        this.body = body;
        this.bodyLength = bodyLength;
        this.header = header;
    }

    /**
     * A message without its body.
     *
     * @param fixed the first 12 bytes
     * @param fields the array of header fields: its length in 4 bytes, 4 of padding, and its elements
     */
    static Received header(byte[] fixed, byte[] fields, long bodyLength) throws Malformed {
        return new Received(fixed, fields, null, bodyLength, parse(fixed, fields, new byte[0]));
    }

    Received withBody(byte[] itsBody) {
        return new Received(fixed, fields, itsBody, bodyLength, header);
    }

    /** The length of the body, in bytes, also when it was left out. */
    long bodyLength() {
        return bodyLength;
    }

    boolean isSignal() {
        return fixed[1] == MessageTypes.SIGNAL.getId();
    }

    boolean isError() {
        return fixed[1] == MessageTypes.ERROR.getId();
    }

    boolean isReply() {
        return isError() || fixed[1] == MessageTypes.METHOD_REPLY.getId();
    }

    long serial() {
        return header.getSerial();
    }

    long replySerial() {
        return header.getReplySerial();
    }

    boolean isFrom(String uniqueName) {
        return uniqueName.equals(header.getSource());
    }

    String sender() {
        return String.valueOf(header.getSource());
    }

    String path() {
        return String.valueOf(header.getPath());
    }

    String interfaceName() {
        return String.valueOf(header.getInterface());
    }

    /** The member of a signal, the name of an error. */
    String name() {
        return String.valueOf(header.getName());
    }

    /** What an error says, when it says something. */
    Optional<String> errorText() {
        try {
            return values().stream().findFirst().filter(String.class::isInstance).map(String.class::cast);
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    List<Object> values() throws Malformed {
        if (body == null) {
            throw new Malformed("it has %d bytes, and %d is the most that is taken"
                    .formatted(bodyLength, Framing.LONGEST_BODY), null);
        }
        if (header.getSig() == null || header.getSig().isEmpty()) {
            return List.of();
        }
        try {
            if (body.length == 0) {
                // The library takes it for a message without values.
                throw new MarshallingException("there is no body");
            }
            Object[] values = parse(fixed, fields, body).getParameters();
            return values == null ? List.of() : castToList(Values.toPlain(values));
        } catch (DBusException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // The last two too: a length or a depth that the sender made up must not end a thread.
            throw new Malformed("it is not as its signature '%s' says".formatted(header.getSig()), e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> castToList(Object values) {
        return (List<Object>) values;
    }

    private static Message parse(byte[] fixed, byte[] fields, byte[] body) throws Malformed {
        try {
            return MessageFactory.createMessage(fixed[1], fixed, fields, body, null);
        } catch (DBusException | MessageTypeException | RuntimeException | StackOverflowError e) {
            throw new Malformed("its header is not one of D-Bus", e);
        }
    }
}
