package io.fairlead.host.linux.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a program that writes whenever something happens; what it writes does not matter. One that ends is started
 * again, the later the more often it ended.
 *
 * <p>The program reads nothing and writes to a pipe that this JVM alone reads: when the JVM is killed, the next thing that
 * happens kills the program (SIGPIPE, pipe(7)).
 */
final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final List<String> program;
    private final Runnable began;
    private final Runnable heard;
    private final Duration firstPause;
    private final Thread thread;
    /** Guarded by this object, as is {@link #closed}. */
    private Process process;
    private boolean closed;

    /**
     * Starts it.
     *
     * @param program its name and arguments
     * @param began called each time when it has started; it may not listen yet
     * @param heard called when it wrote something
     */
    Follower(List<String> program, Runnable began, Runnable heard) {
        this(program, began, heard, FIRST_PAUSE);
    }

    Follower(List<String> program, Runnable began, Runnable heard, Duration firstPause) {
        this.program = program;
        this.began = began;
        this.heard = heard;
        this.firstPause = firstPause;
        this.thread = Thread.ofPlatform().daemon().name("fairlead " + program.getFirst()).start(this::run);
    }

    private void run() {
        Duration pause = firstPause;
        try {
            while (true) {
                long started = System.nanoTime();
                String end = follow();
                if (System.nanoTime() - started > LONGEST_PAUSE.toNanos()) {
                    pause = firstPause;
                }
                LOG.debug("'{}' {}; it is started again in {}", String.join(" ", program), end, pause);
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Until it ends; answers how it ended. */
    private String follow() throws InterruptedException {
        Process started;
        try {
            started = start();
        } catch (IOException e) {
            return "cannot be started: " + e.getMessage();
        }
        try (InputStream output = started.getInputStream()) {
            began.run();
            byte[] buffer = new byte[8192];
            while (output.read(buffer) >= 0) {
                heard.run();
            }
        } catch (IOException _) {
            // the pipe was closed under us: it has ended, or is ended now
        } finally {
            started.destroy();
        }
        return "ended with status " + started.waitFor();
    }

    private synchronized Process start() throws IOException, InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
        process = new ProcessBuilder(program).redirectInput(Redirect.from(HostRoots.NULL))
                .redirectError(Redirect.DISCARD).start();
        return process;
    }

    /** Ends the program. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (process != null) {
                process.destroy();
            }
        }
        thread.interrupt();
    }
}
