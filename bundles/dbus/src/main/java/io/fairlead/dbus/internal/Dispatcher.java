package io.fairlead.dbus.internal;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that listeners are called in, and what waits for it. It ends when there is nothing to do. */
final class Dispatcher implements AutoCloseable {

    /** What may wait, in bytes of messages: a listener that does not return must not fill the memory. */
    static final long MOST_BYTES = 4 << 20;
    /** What a waiting message costs besides its body. */
    private static final long OVERHEAD = 512;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration END_BOUND = Duration.ofSeconds(2);

    private final AtomicLong waiting = new AtomicLong();
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("fairlead-dbus-signals").factory());

    Dispatcher() {
        executor.allowCoreThreadTimeOut(true);
    }

    /** Has something done after what waits already; never refused. */
    void later(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException _) {
            // Closed: nobody listens any more.
        }
    }

    /**
     * The same for a message.
     *
     * @return false when too much waits already, and it is not done
     */
    boolean later(Received message, Runnable task) {
        long size = message.bodyLength() + OVERHEAD;
        if (waiting.addAndGet(size) > MOST_BYTES) {
            waiting.addAndGet(-size);
            return false;
        }
        later(() -> {
            waiting.addAndGet(-size);
            task.run();
        });
        return true;
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("Somebody who listens to the system bus failed.", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(END_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Somebody who listens to the system bus did not return within {} s.", END_BOUND.toSeconds());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
