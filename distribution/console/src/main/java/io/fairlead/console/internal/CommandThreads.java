package io.fairlead.console.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads in which the commands of one Gogo session run, to interrupt them and to know when they have ended.
 *
 * <p>Gogo's own {@code Job.interrupt} gives up on a command at once and returns while the command still puts things
 * back. Its session makes all its threads in the group of the thread that made the session, and calls a thread
 * {@code pipe-COMMAND} for as long as it runs a command (CommandSessionImpl, ThreadUtils and Pipe.call of Gogo 1.1.6).
 */
final class CommandThreads {

    private static final String RUNNING = "pipe-";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ThreadGroup group = new ThreadGroup("fairlead console");

    /** A thread whose session's threads can be interrupted here. The session is to be made in it. */
    Thread newThread(Runnable task) {
        return new Thread(group, task, "fairlead console");
    }

    /** Interrupts what runs now; answers whether anything does. */
    boolean interrupt() {
        List<Thread> running = running();
        running.forEach(Thread::interrupt);
        return !running.isEmpty();
    }

    /** Waits until nothing runs; false when something still does after this time. */
    boolean awaitEnd(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!running().isEmpty()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    private List<Thread> running() {
        // The group may grow between counting and listing; what started after that is seen the next time.
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count).filter(thread -> thread.getName().startsWith(RUNNING)).toList();
    }
}
