package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls one NIC driver, each time in a thread of its own and for a bounded time. These threads are a group, which those that
 * the driver starts inherit: so they are found when it leaves some behind. Virtual threads are in no group, and are not found.
 */
final class DriverCalls {

    /** How long the driver's threads may take to end after their session is closed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Duration bound;
    private final ThreadGroup group;
    /** Ours in the group. */
    private final Set<Thread> asking = ConcurrentHashMap.newKeySet();

    DriverCalls(String driver, Duration bound) {
        this.bound = bound;
        this.group = new ThreadGroup("NIC driver " + driver);
    }

    /**
     * What the driver answers.
     *
     * @param question for a message: {@code to open 0000:01:00.0}
     * @throws DriverFailure when it throws, or has not answered in time
     * @throws FairleadException that of the driver
     */
    <T> T call(String question, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        start(question, task);
        try {
            return task.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new DriverFailure("did not answer within %s s when it was asked %s"
                    .formatted(seconds(bound), question), e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case FairleadException refusal -> throw refusal;
                case DriverFailure failure -> throw failure;
                default -> throw new DriverFailure("threw %s when it was asked %s".formatted(e.getCause(), question),
                        e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FairleadException(Kind.HOST_FAILED, "the question to a NIC driver was interrupted", e);
        }
    }

    /** Calls without waiting for the end. */
    void start(String question, Runnable call) {
        Thread thread = new Thread(group, () -> {
            try {
                call.run();
            } finally {
                asking.remove(Thread.currentThread());
            }
        }, "%s is asked %s".formatted(group.getName(), question));
        thread.setDaemon(true);
        asking.add(thread);
        thread.start();
    }

    /** The names of the driver's threads that do not end, though it has no session. They are interrupted. */
    List<String> leftBehind() {
        Instant deadline = Instant.now().plus(GRACE);
        List<String> left = new ArrayList<>();
        for (Thread thread : threads()) {
            if (!asking.contains(thread) && !endsUntil(thread, deadline)) {
                thread.interrupt();
                left.add(thread.getName());
            }
        }
        return left;
    }

    private List<Thread> threads() {
        // more than there are now, since a thread may start another meanwhile
        Thread[] found = new Thread[2 * group.activeCount() + 8];
        int count = group.enumerate(found);
        return List.of(Arrays.copyOf(found, count));
    }

    private static boolean endsUntil(Thread thread, Instant deadline) {
        try {
            Duration left = Duration.between(Instant.now(), deadline);
            return left.isPositive() ? thread.join(left) : !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !thread.isAlive();
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() % 1000 == 0
                ? String.valueOf(time.toSeconds())
                : String.valueOf(time.toMillis() / 1000.0);
    }
}
