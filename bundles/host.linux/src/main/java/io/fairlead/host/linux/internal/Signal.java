package io.fairlead.host.linux.internal;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscriber's callback, made once for all that happens within {@link #GATHER}. */
final class Signal {

    private static final Logger LOG = LoggerFactory.getLogger(Signal.class);
    /** How long to wait for more of a burst: making 7 VFs is some 50 uevents. */
    private static final Duration GATHER = Duration.ofMillis(50);

    private final ScheduledExecutorService thread;
    private final Runnable callback;
    private final AtomicBoolean pending = new AtomicBoolean();
    private volatile boolean closed;

    /** A callback to be made in this thread. */
    Signal(ScheduledExecutorService thread, Runnable callback) {
        this.thread = thread;
        this.callback = callback;
    }

    /** Something has happened. */
    void raise() {
        if (!closed && pending.compareAndSet(false, true)) {
            ScheduledFuture<?> _ = thread.schedule(this::call, GATHER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void call() {
        // First, so that what happens during the call leads to another one.
        pending.set(false);
        if (closed) {
            return;
        }
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.warn("A listener to events of the host failed, and will be called again at the next.", e);
        }
    }

    /** Makes no call any more. */
    void close() {
        closed = true;
    }
}
