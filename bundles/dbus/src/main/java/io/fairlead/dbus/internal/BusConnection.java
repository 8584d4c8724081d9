package io.fairlead.dbus.internal;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.MessageFactory;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.messages.constants.Endian;
import org.freedesktop.dbus.messages.constants.Flags;

/**
 * One connection to a bus, from its making to its loss. Calls may be sent from any thread; one thread, that which made
 * it, reads. Nothing but the loss of the bus ends it: a caller who gives up, or is interrupted, leaves it whole.
 *
 * <p>The channel never blocks, which is what bounds each write, and keeps an interrupted caller from closing it, as
 * {@link java.nio.channels.InterruptibleChannel} would in blocking mode.
 */
final class BusConnection implements AutoCloseable {

    /** Far above what anybody sends: the XML of a whole guest has some 20 KiB. */
    private static final int LONGEST_CALL = 1 << 20;

    private final SocketChannel channel;
    private final Selector selector;
    private final Framing framing;
    private final Outgoing outgoing;
    private final BusDriver driver = new BusDriver(this);
    private final MessageFactory factory = new MessageFactory(Endian.LITTLE);
    private final Map<Long, Answer> pending = new ConcurrentHashMap<>();
    private volatile IOException lost;

    /** Who waits for an answer. */
    interface Answer {

        /** The answer, or the error. */
        void came(Received message);

        /** There will be none. */
        default void lost(IOException why) {
        }
    }

    private BusConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.selector = Selector.open();
        this.framing = new Framing(channel, selector);
        this.outgoing = new Outgoing(channel);
    }

    /**
     * Authenticates, and greets the bus.
     *
     * @param channel connected and non-blocking; it is closed when this fails
     */
    static BusConnection open(SocketChannel channel, Deadline deadline) throws IOException {
        BusConnection connection;
        try {
            connection = new BusConnection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        try {
            connection.authenticate(deadline);
            connection.greet(deadline);
            return connection;
        } catch (IOException e) {
            connection.close(e);
            throw e;
        }
    }

    /**
     * EXTERNAL without a name: the bus takes the user from the socket's credentials. All lines at once, as sd-bus sends
     * them (systemd, src/libsystemd/sd-bus/bus-socket.c).
     */
    private void authenticate(Deadline deadline) throws IOException {
        write(deadline, Framing.ascii("\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n"));
        String answer = framing.line(deadline);
        if (answer.equals("DATA")) {
            answer = framing.line(deadline);
        }
        if (!answer.startsWith("OK ")) {
            throw new IOException("it does not let this user in");
        }
    }

    /** Nobody reads yet, so this thread does until the answer is there. */
    private void greet(Deadline deadline) throws IOException {
        CompletableFuture<Received> answer = new CompletableFuture<>();
        send(BusDriver.NAME, BusDriver.BUS.call("Hello"), deadline, waiting(answer));
        while (!answer.isDone()) {
            take(framing.next(message -> true, deadline), _ -> {
            });
        }
        if (answer.join().isError()) {
            throw new IOException(answer.join().errorText().orElse("it refuses the greeting"));
        }
    }

    boolean isLost() {
        return lost != null;
    }

    /** The questions that the bus itself answers. */
    BusDriver driver() {
        return driver;
    }

    /** Reads until the connection is lost, and says why. Signals go to the consumer, which must not wait. */
    IOException read(Predicate<Received> signalWanted, Consumer<Received> signals) {
        try {
            while (lost == null) {
                take(framing.next(message -> isAwaited(message) || (message.isSignal() && signalWanted.test(message)),
                        null), signals);
            }
        } catch (IOException e) {
            close(e);
        } catch (ClosedSelectorException _) {
            // Closed from elsewhere, which is told in what it was closed with.
        }
        return lost;
    }

    private boolean isAwaited(Received message) {
        return message.isReply() && pending.containsKey(message.replySerial());
    }

    private void take(Received message, Consumer<Received> signals) {
        if (message.isSignal()) {
            signals.accept(message);
        } else if (message.isReply()) {
            Answer waiting = pending.remove(message.replySerial());
            if (waiting != null) {
                waiting.came(message);
            }
        }
        // A call of us by others is left unanswered: Fairlead offers nothing on the bus, whose policy lets nobody call us.
    }

    /**
     * Sends a call and waits for its answer.
     *
     * @param receiver the name to send to
     * @return the answer or the error
     * @throws BusException {@code NO_BUS}, {@code TIMEOUT}
     */
    Received call(String receiver, BusCall call, Deadline deadline) {
        CompletableFuture<Received> answer = new CompletableFuture<>();
        long serial = 0;
        try {
            serial = send(receiver, call, deadline, waiting(answer));
            return answer.get(deadline.millis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedIOException e) {
            throw interrupted(call, e);
        } catch (IOException e) {
            throw new BusException(Reason.NO_BUS, "the system bus was lost before %s could be called: %s"
                    .formatted(Errors.name(call), e.getMessage()), e);
        } catch (ExecutionException e) {
            throw new BusException(Reason.NO_BUS, "the system bus was lost while %s was called: %s"
                    .formatted(Errors.name(call), e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            throw new BusException(Reason.TIMEOUT, "%s did not answer %s within %s".formatted(
                    call.object().destination(), call.member(), deadline.text()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(call, e);
        } finally {
            pending.remove(serial);
        }
    }

    private static Answer waiting(CompletableFuture<Received> answer) {
        return new Answer() {
            @Override
            public void came(Received message) {
                answer.complete(message);
            }

            @Override
            public void lost(IOException why) {
                answer.completeExceptionally(why);
            }
        };
    }

    private static BusException interrupted(BusCall call, Exception why) {
        return new BusException(Reason.TIMEOUT, "the call of %s was interrupted".formatted(Errors.name(call)), why);
    }

    /**
     * Sends a call without waiting for its answer.
     *
     * @param answer told in the reading thread, or wherever the connection is closed
     * @return the call's serial number
     */
    long send(String receiver, BusCall call, Deadline deadline, Answer answer)
            throws IOException {
        MethodCall message = encode(receiver, call);
        ByteBuffer bytes = joined(message.getWireData());
        long serial = message.getSerial();
        pending.put(serial, answer);
        if (lost != null) {
            answer.lost(lost);
            return serial;
        }
        try {
            write(deadline, bytes);
            return serial;
        } catch (IOException e) {
            pending.remove(serial);
            throw e;
        }
    }

    private MethodCall encode(String receiver, BusCall call) {
        try {
            return factory.createMethodCall(null, receiver, call.object().path(), call.object().interfaceName(),
                    call.member(), Flags.NO_AUTO_START, call.signature().isEmpty() ? null : call.signature(),
                    Values.toLibrary(call.signature(), call.arguments()));
        } catch (DBusException e) {
            throw new IllegalArgumentException("%s cannot be sent: %s".formatted(Errors.name(call), e.getMessage()), e);
        }
    }

    private static ByteBuffer joined(byte[][] parts) {
        int length = Arrays.stream(parts).filter(part -> part != null).mapToInt(part -> part.length).sum();
        if (length > LONGEST_CALL) {
            throw new IllegalArgumentException("a call has at most %d bytes, not %d".formatted(LONGEST_CALL, length));
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        Arrays.stream(parts).filter(part -> part != null).forEach(whole::put);
        return whole.flip();
    }

    private void write(Deadline deadline, ByteBuffer bytes) throws IOException {
        try {
            outgoing.write(deadline, bytes);
        } catch (Outgoing.NotTaken | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            close(e);
            throw e;
        }
    }

    /** Ends the connection: whoever waits for an answer is told. */
    void close(IOException why) {
        synchronized (pending) {
            if (lost != null) {
                return;
            }
            lost = why;
        }
        try {
            // The selector first: it wakes the reader, and holds the channel's descriptor until it is closed.
            selector.close();
            channel.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        pending.values().forEach(answer -> answer.lost(why));
        pending.clear();
    }

    @Override
    public void close() {
        close(new IOException("Fairlead is stopping"));
    }

    /** How long the bus itself may take for a question that Fairlead asks of its own accord. */
    static Deadline ownDeadline() {
        return Deadline.in(Duration.ofSeconds(5));
    }
}
