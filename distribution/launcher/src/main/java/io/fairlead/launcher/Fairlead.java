package io.fairlead.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of Fairlead in this process.
 *
 * <p>Its end is a shutdown hook, so that a command that ended and one that was interrupted by SIGINT or SIGTERM end in the
 * same way: the command has time to put things back, the bundles have time to stop, the workspace goes. Each wait is
 * bounded, since a process that does not end is worse than one that leaves a directory behind. The JVM itself answers
 * 128 + the signal's number.
 */
final class Fairlead {

    /** The console gives an interrupted command 10 s. */
    private static final Duration TO_PUT_BACK = Duration.ofSeconds(12);

    private static final int INTERRUPTED = 130;

    private final Settings settings;
    private final Duration toStop;
    private final List<AutoCloseable> held;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param toStop how long the bundles may take to stop
     * @param held what is to be closed once they have stopped
     */
    Fairlead(Settings settings, Duration toStop, AutoCloseable... held) {
        this.settings = settings;
        this.toStop = toStop;
        this.held = List.of(held);
    }

    /** What is done with the running bundles. */
    interface Work {

        /** Does it; the answer is the exit status. */
        int with(OsgiFramework framework) throws Exception;
    }

    /** Starts the bundles, does the work and answers its exit status. The calling thread is to end the JVM after it. */
    int run(Work work) throws Exception {
        if (Settings.debug()) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        Workspace workspace = Workspace.create(settings.run());
        OsgiFramework framework = OsgiFramework.start(settings, workspace.directory("cache"),
                configuration(workspace));
        try {
            return endsWith(framework, workspace) ? work.with(framework) : INTERRUPTED;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Sees to the end of what was started; false when the JVM is ending already. A signal before this ends it at once:
     * nothing was begun that would have to be put back.
     */
    private boolean endsWith(OsgiFramework framework, Workspace workspace) {
        Thread caller = Thread.currentThread();
        try {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> end(caller, framework, workspace), "fairlead end"));
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }

    private Path configuration(Workspace workspace) throws IOException {
        Path directory = workspace.directory("config");
        Configurations.of(settings).write(directory);
        return directory;
    }

    private void end(Thread caller, OsgiFramework framework, Workspace workspace) {
        try {
            if (ended.getCount() > 0) {
                caller.interrupt();
                ended.await(TO_PUT_BACK.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (!framework.stop(toStop)) {
                System.err.println("fairlead: some bundle did not stop within " + toStop.toSeconds() + " s");
            }
            workspace.close();
            for (AutoCloseable resource : held) {
                resource.close();
            }
        } catch (Exception e) { // whatever it is, the process ends
            Logger log = LoggerFactory.getLogger(Fairlead.class);
            log.warn("The end was not clean: {}", e.toString());
        }
    }
}
