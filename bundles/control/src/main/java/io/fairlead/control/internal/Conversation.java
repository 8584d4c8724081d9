package io.fairlead.control.internal;

import io.fairlead.control.wire.Frames;
import io.fairlead.control.wire.MalformedException;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.FromClient;
import io.fairlead.control.wire.Message.FromDaemon;
import io.fairlead.control.wire.Message.Interrupt;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Unreadable;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said on a connection once its request was read. One thread listens, and another one speaks what waits in a
 * bounded queue. A command's own threads never touch the connection: an interrupt would close it (InterruptibleChannel),
 * and with it the way to tell how the command ended.
 */
final class Conversation {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    /** So many messages may wait to be written before a command that goes on talking has to wait itself. */
    private static final int WAITING = 8;

    private final Frames frames;
    private final Closeable connection;
    private final BlockingQueue<FromDaemon> waiting = new ArrayBlockingQueue<>(WAITING);

    /** Held from a question to its answer. */
    private final ReentrantLock asking = new ReentrantLock();
    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private boolean unanswered;
    private FromClient answer;
    private boolean over;

    /** That on this connection, which is closed when nothing more can be said on it. */
    Conversation(Frames frames, Closeable connection) {
        this.frames = frames;
        this.connection = connection;
    }

    /** Says something; waits while the client does not listen. What is said to a client that is gone is lost. */
    void say(FromDaemon message) throws InterruptedException {
        waiting.put(message);
    }

    /**
     * Asks the client for something and waits for it.
     *
     * @throws IOException when the client is gone
     */
    FromClient ask(FromDaemon question) throws IOException, InterruptedException {
        asking.lockInterruptibly();
        try {
            awaitAnswer(); // to a question whose asker was interrupted
            expectAnswer(true);
            try {
                say(question);
            } catch (InterruptedException e) {
                expectAnswer(false);
                throw e;
            }
            return awaitAnswer().orElseThrow(() -> new IOException("the client is gone"));
        } finally {
            asking.unlock();
        }
    }

    /** Listens until the client is gone or makes no sense any more; then the command is interrupted, too. */
    void listen(Runnable interrupt) {
        try {
            for (Optional<FromClient> said = frames.readFromClient(); said.isPresent(); said = frames
                    .readFromClient()) {
                switch (said.get()) {
                    case Interrupt _ -> interrupt.run();
                    case Piece piece -> take(piece);
                    case Unreadable unreadable -> take(unreadable);
                    case Request _ -> throw new MalformedException("a connection has one request");
                }
            }
        } catch (MalformedException e) {
            LOG.debug("a client made no sense", e);
            if (!waiting.offer(new Refused(e.getMessage()))) {
                close();
            }
        } catch (IOException e) {
            LOG.debug("a client is gone", e);
        } finally {
            end();
            interrupt.run();
        }
    }

    /** Speaks until it has told how the command line ended. */
    void speak() throws InterruptedException {
        boolean heard = true;
        FromDaemon message;
        do {
            message = waiting.take();
            heard = heard && write(message);
        } while (!(message instanceof Ended));
    }

    /** False when nothing more can be said. */
    private boolean write(FromDaemon message) {
        try {
            frames.write(message);
            if (!(message instanceof Refused)) {
                return true;
            }
        } catch (IOException e) {
            LOG.debug("a client does not listen any more", e);
        }
        close();
        return false;
    }

    private void take(FromClient given) throws MalformedException {
        state.lock();
        try {
            if (!unanswered) {
                throw new MalformedException("nobody asked for what a client sent");
            }
            unanswered = false;
            answer = given;
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private void expectAnswer(boolean expected) {
        state.lock();
        try {
            unanswered = expected;
        } finally {
            state.unlock();
        }
    }

    /** Empty when no answer is to come. */
    private Optional<FromClient> awaitAnswer() throws InterruptedException {
        state.lock();
        try {
            while (unanswered && !over) {
                changed.await();
            }
            FromClient given = answer;
            answer = null;
            return Optional.ofNullable(given);
        } finally {
            state.unlock();
        }
    }

    private void end() {
        state.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    private void close() {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("a connection does not close", e);
        }
    }
}
