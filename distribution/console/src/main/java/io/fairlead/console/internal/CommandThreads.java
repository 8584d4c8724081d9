package io.fairlead.console.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads in which the commands of one Gogo session run, to interrupt them and to know when they have ended.
 *
 * <p>Gogo's own {@code Job.interrupt} gives up on a command at once and returns while the command still puts things
 * back. Its session makes all its threads in the group of the thread that made the session, and calls a thread
 * {@code pipe-COMMAND} for as long as it runs a command (CommandSessionImpl, ThreadUtils and Pipe.call of Gogo 1.1.6).
 */
final class CommandThreads {

    /** How long an interrupted command may take to put back what it changed. */
    private static final Duration TO_PUT_BACK = Duration.ofSeconds(10);

    private static final String RUNNING = "pipe-";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ThreadGroup group = new ThreadGroup("fairlead console");

    /**
     * Runs a task in a thread whose session's threads can be interrupted here, and waits for it; the task is to make the
     * session. When the calling thread is interrupted the commands are, which have {@link #TO_PUT_BACK} to put things back.
     *
     * @param atInterrupt what else is to be done then
     * @return what the task answers, or {@link Failure#INTERRUPTED}
     */
    int call(Callable<Integer> task, Runnable atInterrupt) throws ExecutionException {
        FutureTask<Integer> future = new FutureTask<>(task);
        new Thread(group, future, "fairlead console").start();
        try {
            return future.get();
        } catch (InterruptedException _) {
            atInterrupt.run();
            long deadline = System.nanoTime() + TO_PUT_BACK.toNanos();
            // A command that is just being started has no thread yet.
            boolean interrupted = interrupt();
            while (!future.isDone() && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
                interrupted = interrupted || interrupt();
            }
            return Failure.INTERRUPTED;
        }
    }

    /** Interrupts what runs now; answers whether anything does. */
    boolean interrupt() {
        List<Thread> running = running();
        running.forEach(Thread::interrupt);
        return !running.isEmpty();
    }

    private List<Thread> running() {
        // The group may grow between counting and listing; what started after that is seen the next time.
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count).filter(thread -> thread.getName().startsWith(RUNNING)).toList();
    }
}
