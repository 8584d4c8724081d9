package io.fairlead.host.simulated.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One lock for all of a machine, and its clock. Whoever waits gives the lock away meanwhile. */
final class Monitor {

    private static final Duration LONG = Duration.ofDays(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Who hears of changes. */
    final Listeners listeners = new Listeners();
    private Duration skipped = Duration.ZERO;

    /** Runs alone. */
    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Changes devices or interfaces: runs alone, wakes whoever waits for a change, and has it heard of. */
    void change(Runnable action) {
        changeUnheard(action);
        listeners.devicesChanged();
    }

    /** Changes what the kernel tells nobody: runs alone, and wakes whoever waits for a change. */
    void changeUnheard(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Devices or interfaces have changed: wakes whoever waits for that, and has it heard of. To be called with the lock. */
    void announce() {
        changed.signalAll();
        listeners.devicesChanged();
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Waits with the lock, and gives it away meanwhile; like a thread in state D, no interrupt ends it. */
    void awaitUninterruptibly(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            changed.awaitUninterruptibly();
        }
    }

    /** The same for a caller's patience, which ends also when its thread is interrupted. */
    boolean awaitInterruptibly(BooleanSupplier condition, Instant deadline) {
        try {
            return await(condition, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same, but no longer than this by the real clock; whether the condition holds then. */
    boolean awaitReally(BooleanSupplier condition, Duration limit) {
        long left = limit.toNanos();
        try {
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }

    /** The same, but no longer than to the deadline; whether the condition holds then. */
    boolean awaitUninterruptibly(BooleanSupplier condition, Instant deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(condition, deadline);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits with the lock, and gives it away meanwhile, until the condition holds or the deadline has passed. */
    private boolean await(BooleanSupplier condition, Instant deadline) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Duration left = Duration.between(now(), deadline);
            if (!left.isPositive()) {
                return false;
            }
            Duration bounded = left.compareTo(LONG) > 0 ? LONG : left;
            // the loop, not the answer, tells whether time is up: a test may have skipped some of it
            boolean _ = changed.await(bounded.toNanos(), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    /** The host's clock: the real one, plus what was skipped. */
    Instant now() {
        return Instant.now().plus(skipped);
    }

    /** Lets time pass at once. */
    void skip(Duration time) {
        changeUnheard(() -> skipped = skipped.plus(time));
    }
}
