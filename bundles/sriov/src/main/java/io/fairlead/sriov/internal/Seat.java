package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.sriov.internal.NicAllocation.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One function and the driver that has it. A better driver takes it when no lease is left; who leaves waits for the leases,
 * but not without end. Nothing here touches the hardware.
 */
final class Seat {

    /** How long a question waits for another driver's turn to come. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Function<NicFunction, SessionContext> contexts;
    private volatile Optional<Held> held = Optional.empty();
    /** Changed with the lock alone, and read without. */
    private final AtomicInteger leases = new AtomicInteger();
    private final Consumer<GuardedDriver> vacated;

    /**
     * Nobody's yet.
     *
     * @param vacated called with a driver whose session was closed
     */
    Seat(Function<NicFunction, SessionContext> contexts, Consumer<GuardedDriver> vacated) {
        this.contexts = contexts;
        this.vacated = vacated;
    }

    /** A session, and who has it. */
    private record Held(GuardedDriver driver, SessionContext context, NicSession session,
            Optional<EswitchOrder> eswitch) {

        boolean isOf(Optional<GuardedDriver> best, NicFunction function) {
            return best.equals(Optional.of(driver)) && context.function().equals(function);
        }

        void close() {
            driver.close(context.function(), session);
            context.close();
        }
    }

    /** Who has the function; never waits. */
    Optional<GuardedDriver> owner() {
        return held.map(Held::driver);
    }

    /** What its owner says of its eswitch; never waits. */
    Optional<EswitchOrder> eswitch() {
        return held.flatMap(Held::eswitch);
    }

    /** Whether an operation keeps its owner there; never waits. */
    boolean isLeased() {
        return leases.get() > 0;
    }

    /** Gives the function to whom it belongs, unless it is leased. */
    void settle(NicFunction function, Supplier<Optional<GuardedDriver>> best) {
        lock.lock();
        try {
            if (leases.get() == 0) {
                take(function, best);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks who has the function by right, and keeps it there; empty where nobody has it. */
    <T> Optional<Lease<T>> lease(NicFunction function, Supplier<Optional<GuardedDriver>> best,
            Function<NicSession, T> question, Runnable left) {
        while (true) {
            Optional<Held> mine = enter(function, best);
            if (mine.isEmpty()) {
                return Optional.empty();
            }
            try {
                T answer = mine.get().driver().guarded("about " + function.pci(),
                        () -> question.apply(mine.get().session()));
                return Optional.of(new Lease<>(answer, () -> {
                    leave();
                    left.run();
                }));
            } catch (DriverFailure _) {
                // it is quarantined now: the next best is asked
                leave();
            } catch (RuntimeException e) {
                leave();
                throw e;
            }
        }
    }

    private Optional<Held> enter(NicFunction function, Supplier<Optional<GuardedDriver>> best) {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (leases.get() > 0 && !isHeldBy(best.get(), function)) {
                if (left <= 0) {
                    throw new FairleadException(Kind.BUSY,
                            "%s goes to another NIC driver when its operation ends: ask again then"
                                    .formatted(function.pci()));
                }
                left = free.awaitNanos(left);
            }
            if (leases.get() == 0) {
                take(function, best);
            }
            if (held.isPresent()) {
                leases.incrementAndGet();
            }
            return held;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FairleadException(Kind.BUSY, "the wait for the NIC driver of %s was interrupted"
                    .formatted(function.pci()), e);
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            leases.decrementAndGet();
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A driver that fails to take it is quarantined, and so the best is another then. */
    private void take(NicFunction function, Supplier<Optional<GuardedDriver>> best) {
        Optional<GuardedDriver> winner = best.get();
        while (!isHeldBy(winner, function)) {
            vacate();
            if (winner.isEmpty()) {
                return;
            }
            held = open(winner.get(), function);
            winner = best.get();
        }
    }

    private boolean isHeldBy(Optional<GuardedDriver> driver, NicFunction function) {
        return held.filter(now -> now.isOf(driver, function)).isPresent();
    }

    private Optional<Held> open(GuardedDriver driver, NicFunction function) {
        SessionContext context = contexts.apply(function);
        try {
            NicSession session = driver.open(context);
            return Optional.of(new Held(driver, context, session,
                    driver.guarded("about the eswitch of " + function.pci(), session::eswitch)));
        } catch (DriverFailure _) {
            context.close();
            return Optional.empty();
        }
    }

    private void vacate() {
        Optional<Held> before = held;
        held = Optional.empty();
        before.ifPresent(was -> {
            was.close();
            vacated.accept(was.driver());
        });
    }

    /** The driver leaves: it is closed when the operation that it has ends, but not later than this. */
    void dismiss(GuardedDriver driver, Duration bound) {
        lock.lock();
        try {
            long left = bound.toNanos();
            while (leases.get() > 0 && owner().equals(Optional.of(driver)) && left > 0) {
                left = free.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            if (owner().equals(Optional.of(driver))) {
                vacate();
            }
            lock.unlock();
        }
    }
}
