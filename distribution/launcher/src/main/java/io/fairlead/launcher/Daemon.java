package io.fairlead.launcher;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.InvalidSyntaxException;

/** What a process that serves others does: it says when it is ready, and then waits for its end. */
final class Daemon {

    /** Nothing comes later than the bundles' own start, but for a writer that is about to end. */
    private static final Duration TO_BE_READY = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final int ENDED = 0;

    private final OsgiFramework framework;
    private final ServerSocketChannel socket;

    Daemon(OsgiFramework framework, ServerSocketChannel socket) {
        this.framework = framework;
        this.socket = socket;
    }

    /**
     * Serves until the calling thread is interrupted, or the framework was stopped from within.
     *
     * @throws RefusedException naming all that keeps it from being ready
     */
    int run() throws IOException, InvalidSyntaxException {
        framework.register(ServerSocketChannel.class, socket, Map.of("io.fairlead.control", "socket"));
        try {
            awaitReadiness();
            Supervisor.tellReady();
            framework.awaitStop();
        } catch (InterruptedException _) {
            // It is asked to end.
        }
        return ENDED;
    }

    private void awaitReadiness() throws InterruptedException, InvalidSyntaxException {
        long deadline = System.nanoTime() + TO_BE_READY.toNanos();
        List<String> obstacles = obstacles();
        while (!obstacles.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new RefusedException("the daemon is not ready: " + String.join("; ", obstacles));
            }
            Thread.sleep(LOOK_AGAIN);
            obstacles = obstacles();
        }
    }

    @SuppressWarnings("unchecked") // the property in the filter promises the type argument
    private List<String> obstacles() throws InvalidSyntaxException {
        Optional<Supplier<?>> found = framework.service(Supplier.class, "(io.fairlead.control=obstacles)")
                .map(supplier -> (Supplier<?>) supplier);
        return found.map(supplier -> (List<String>) supplier.get())
                .orElse(List.of("the bundle io.fairlead.control is not active, or lacks something"));
    }
}
