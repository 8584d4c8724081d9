package io.fairlead.dbus.internal;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusStatus;
import io.fairlead.host.HostPath;
import io.fairlead.host.Sockets;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to the bus: one thread makes it when it is first wanted, reads from it, and makes it again when it
 * was lost, at once when somebody calls, and otherwise after a pause that doubles from {@link #FIRST_PAUSE} to
 * {@link #LONGEST_PAUSE}.
 */
final class BusLink implements AutoCloseable {

    /** How long the bus may take to let us in. */
    static final Duration CONNECT_BOUND = Duration.ofSeconds(5);
    static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(BusLink.class);
    private static final Duration END_BOUND = Duration.ofSeconds(5);

    private final Sockets sockets;
    private final HostPath socket;
    private final Subscriptions subscriptions;
    private final Thread thread = Thread.ofPlatform().daemon().name("fairlead-dbus").unstarted(this::run);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** The attempt that is wanted, or under way; null when none is. */
    private CompletableFuture<BusConnection> attempt;
    /** The attempt under way; another one may be wanted already, by who saw its connection lost. */
    private CompletableFuture<BusConnection> underWay;
    private BusConnection current;
    private BusStatus status = new BusStatus.Unused();
    private boolean closed;

    BusLink(Sockets sockets, HostPath socket, Subscriptions subscriptions) {
        this.sockets = sockets;
        this.socket = socket;
        this.subscriptions = subscriptions;
    }

    BusStatus status() {
        lock.lock();
        try {
            return status;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The connection, made first when there is none.
     *
     * @throws BusException {@code NO_BUS}
     */
    BusConnection connection(Deadline deadline) {
        try {
            return attempt().get(deadline.millis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new BusException(Reason.NO_BUS, e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new BusException(Reason.NO_BUS, "the system bus at %s did not let us in within %s".formatted(socket,
                    deadline.text()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BusException(Reason.NO_BUS, "connecting to the system bus was interrupted", e);
        }
    }

    /** Has a connection made when there is none, without waiting for it. */
    void want() {
        attempt().exceptionally(_ -> null);
    }

    private CompletableFuture<BusConnection> attempt() {
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new IOException("Fairlead is stopping"));
            }
            if (current != null && !current.isLost()) {
                return CompletableFuture.completedFuture(current);
            }
            if (attempt == null) {
                attempt = new CompletableFuture<>();
                changed.signalAll();
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (awaitTurn(pause)) {
            long began = System.nanoTime();
            connectAndRead();
            boolean lasted = System.nanoTime() - began > LONGEST_PAUSE.toNanos();
            pause = lasted ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Waits until somebody wants a connection, or the pause is over; false when all is over. */
    private boolean awaitTurn(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && attempt == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (attempt == null) {
                attempt = new CompletableFuture<>();
            }
            underWay = attempt;
            return !closed;
        } catch (InterruptedException _) {
            // Nobody interrupts this thread but to end it.
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void connectAndRead() {
        IOException why;
        try (BusConnection connection = BusConnection.open(sockets.connect(socket), Deadline.in(CONNECT_BOUND))) {
            subscriptions.attach(connection);
            made(connection);
            why = connection.read(subscriptions::wants, subscriptions::heard);
        } catch (NoSuchFileException _) {
            why = new IOException("there is no system bus at %s".formatted(socket));
        } catch (IOException | RuntimeException e) {
            why = new IOException("the system bus at %s cannot be used: %s".formatted(socket, e.getMessage()), e);
        }
        failed(why);
    }

    private void made(BusConnection connection) {
        lock.lock();
        try {
            if (closed) {
                connection.close();
            }
            LOG.debug("Connected to the system bus at {}.", socket);
            status = new BusStatus.Connected(Instant.now());
            current = connection;
            underWay.complete(connection);
            attempt = null;
        } finally {
            lock.unlock();
        }
    }

    private void failed(IOException why) {
        subscriptions.detach();
        lock.lock();
        try {
            if (!(status instanceof BusStatus.Lost)) {
                LOG.debug("There is no connection to the system bus: {}.", why.getMessage());
            }
            status = new BusStatus.Lost(status instanceof BusStatus.Lost lost ? lost.since() : Instant.now(),
                    why.getMessage());
            current = null;
            if (underWay.completeExceptionally(why)) {
                attempt = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        BusConnection open;
        lock.lock();
        try {
            closed = true;
            open = current;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
        end();
    }

    private void end() {
        thread.interrupt();
        try {
            if (!thread.join(END_BOUND)) {
                LOG.warn("The thread that reads from the system bus did not end within {} s.", END_BOUND.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IllegalThreadStateException _) {
            // The bus was never wanted.
        }
    }
}
