package io.fairlead.dbus.internal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What goes out over the connection: whole messages, one after the other, from any thread, and for a bounded time. */
final class Outgoing {

    /** Nothing of a message was taken, and the connection is whole. After half a message no other can be sent. */
    static final class NotTaken extends IOException {

        private static final long serialVersionUID = 1L;

        NotTaken(Deadline deadline) {
            super("it takes no message within %s".formatted(deadline.text()));
        }
    }

    /** A full socket means that the bus has stopped to read: too rare for a selector of its own, with two descriptors. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final SocketChannel channel;
    private final ReentrantLock lock = new ReentrantLock();

    Outgoing(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Writes all of it.
     *
     * @throws NotTaken when it is not begun
     * @throws InterruptedIOException when it is not begun, and the thread is interrupted
     * @throws IOException when the connection is of no more use
     */
    void write(Deadline deadline, ByteBuffer message) throws IOException {
        lock(deadline);
        boolean interrupted = false;
        try {
            int all = message.remaining();
            while (message.hasRemaining()) {
                if (channel.write(message) == 0) {
                    awaitRoom(deadline, message.remaining() < all);
                    // A thread that is interrupted would not pause.
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void lock(Deadline deadline) throws IOException {
        try {
            if (!lock.tryLock(deadline.millis(), TimeUnit.MILLISECONDS)) {
                throw new NotTaken(deadline);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the caller was interrupted");
        }
    }

    private static void awaitRoom(Deadline deadline, boolean begun) throws IOException {
        if (!deadline.hasPassed()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        } else if (begun) {
            throw new IOException("it takes half a message and no more within %s".formatted(deadline.text()));
        } else {
            throw new NotTaken(deadline);
        }
    }
}
