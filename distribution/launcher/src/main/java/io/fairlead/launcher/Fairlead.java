package io.fairlead.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
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

    /** Under an emulated processor a start takes 15 s. */
    private static final Duration TO_START = Duration.ofMinutes(2);
    /** The console gives an interrupted command 10 s. */
    private static final Duration TO_PUT_BACK = Duration.ofSeconds(12);
    private static final Duration TO_STOP = Duration.ofSeconds(5);

    private final Settings settings;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<OsgiFramework> running = new AtomicReference<>();

    Fairlead(Settings settings) {
        this.settings = settings;
    }

    /** Runs the command line and answers its exit status. The calling thread is to end the JVM after it. */
    int run(List<String> words) throws Exception {
        if (Settings.debug()) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
        Thread caller = Thread.currentThread();
        Workspace workspace = Workspace.create(settings.run());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(caller, workspace), "fairlead end"));
        try {
            OsgiFramework framework = OsgiFramework.start(settings, workspace.directory("cache"),
                    configuration(workspace));
            running.set(framework);
            return console(framework).applyAsInt(words);
        } finally {
            ended.countDown();
        }
    }

    private Path configuration(Workspace workspace) throws IOException {
        Path directory = workspace.directory("config");
        Configurations.of(settings).write(directory);
        return directory;
    }

    private static ToIntFunction<List<String>> console(OsgiFramework framework)
            throws InterruptedException, InvalidSyntaxException {
        return framework.console(TO_START).orElseThrow(() -> new IllegalStateException(
                "the console did not come up within " + TO_START.toSeconds() + " s"));
    }

    private void end(Thread caller, Workspace workspace) {
        try {
            if (ended.getCount() > 0) {
                caller.interrupt();
                ended.await(TO_PUT_BACK.toMillis(), TimeUnit.MILLISECONDS);
            }
            OsgiFramework framework = running.get();
            if (framework != null && !framework.stop(TO_STOP)) {
                System.err.println("fairlead: some bundle did not stop within " + TO_STOP.toSeconds() + " s");
            }
            workspace.close();
        } catch (InterruptedException | BundleException | IOException e) {
            Logger log = LoggerFactory.getLogger(Fairlead.class);
            log.warn("The end was not clean: {}", e.toString());
        }
    }
}
