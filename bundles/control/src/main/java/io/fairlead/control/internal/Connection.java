package io.fairlead.control.internal;

import io.fairlead.api.CommandRunner;
import io.fairlead.control.wire.Frames;
import io.fairlead.control.wire.MalformedException;
import io.fairlead.control.wire.Message.Accepted;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.FromClient;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Stream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: its request, the command line that runs for it, and the end. */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** The exit status that tells of a fault of ours. */
    private static final int FAULT = 1;

    private final CommandRunner runner;
    private final Peer peer;
    private final Frames frames;
    private final Closeable connection;

    /** The thread that waits for the command; null when there is none. */
    private Thread commanding;
    private boolean interrupted;

    Connection(CommandRunner runner, Peer peer, Frames frames, Closeable connection) {
        this.runner = runner;
        this.peer = peer;
        this.frames = frames;
        this.connection = connection;
    }

    /** Waits for the request; empty when there will be none. */
    Optional<Request> request() {
        try {
            Optional<FromClient> first = frames.readFromClient();
            if (first.isEmpty() || first.get() instanceof Request) {
                return first.map(Request.class::cast);
            }
            refuse("a client begins with its request");
        } catch (MalformedException e) {
            refuse(e.getMessage());
        } catch (IOException e) {
            LOG.debug("a client left without a request", e);
        }
        return Optional.empty();
    }

    /** Runs the command line, and returns when the client was told how it ended, or is gone. */
    void serve(Request request) throws InterruptedException {
        Conversation conversation = new Conversation(frames, connection);
        Thread.ofVirtual().name("fairlead-control-listen").start(() -> conversation.listen(this::interrupt));
        conversation.say(new Accepted(ProcessHandle.current().pid()));
        Thread speaker = Thread.ofVirtual().name("fairlead-control-speak").start(() -> speak(conversation));
        int status = run(request, conversation);
        conversation.say(new Ended(status));
        speaker.join();
    }

    /** Interrupts the command, also one that is about to begin. */
    synchronized void interrupt() {
        interrupted = true;
        if (commanding != null) {
            commanding.interrupt();
        }
    }

    /** Tells the client why nothing is done for it. */
    void refuse(String reason) {
        try {
            frames.write(new Refused(reason));
        } catch (IOException e) {
            LOG.debug("a client did not hear why it is refused", e);
        }
    }

    private int run(Request request, Conversation conversation) {
        begin();
        try {
            return runner.run(request.words(), new RemoteInput(conversation),
                    new RemoteOutput(conversation, Stream.OUT), new RemoteOutput(conversation, Stream.ERR),
                    new RemoteClient(conversation, peer, request));
        } catch (RuntimeException e) {
            LOG.warn("A command line ended with a fault of Fairlead's: {}", e.toString());
            LOG.debug("", e);
            return FAULT;
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        commanding = Thread.currentThread();
        if (interrupted) {
            commanding.interrupt();
        }
    }

    /** What interrupts from now on comes too late. */
    private synchronized void end() {
        commanding = null;
        boolean _ = Thread.interrupted();
    }

    private static void speak(Conversation conversation) {
        try {
            conversation.speak();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
