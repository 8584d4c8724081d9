package io.fairlead.lifecycle.internal;

import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.ResourceProvider.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tends the host as long as the daemon runs: at each event of a provider, at a try's deadline, and every so often. In a
 * process that lives for one command it does nothing.
 */
@Component(service = Keeper.class, immediate = true)
public final class Keeper {

    /** A framework property that the daemon has: {@code true}. */
    static final String DAEMON = "fairlead.daemon";

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final Duration SWEEP = Duration.ofSeconds(30);
    /** One event seldom comes alone. */
    private static final Duration GATHER = Duration.ofMillis(200);
    /** For what is over already and could not be ended. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LifecycleService lifecycle;
    private final Map<ResourceProvider, Watch> watches = new ConcurrentHashMap<>();
    private final Semaphore due = new Semaphore(1);
    private final Optional<Thread> thread;

    /** In this framework. */
    @Activate
    public Keeper(BundleContext context, @Reference LifecycleService lifecycle) {
        this.lifecycle = lifecycle;
        this.thread = Boolean.parseBoolean(context.getProperty(DAEMON))
                ? Optional.of(Thread.ofPlatform().name("fairlead-keeper").daemon().unstarted(this::run))
                : Optional.empty();
        lifecycle.whenDone(due::release);
        thread.ifPresent(Thread::start);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addProvider(ResourceProvider provider) {
        if (thread.isPresent()) {
            watches.put(provider, provider.watch(due::release));
            due.release();
        }
    }

    void removeProvider(ResourceProvider provider) {
        Watch watch = watches.remove(provider);
        if (watch != null) {
            watch.close();
        }
    }

    @Deactivate
    void stop() {
        watches.values().forEach(Watch::close);
        thread.ifPresent(Thread::interrupt);
    }

    private void run() {
        Duration pause = Duration.ZERO;
        try {
            while (true) {
                // Not a fraction of a millisecond before a deadline, which would be looked at again only a second later.
                if (due.tryAcquire(pause.toMillis() + 1, TimeUnit.MILLISECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
                    due.drainPermits();
                }
                pause = tend();
            }
        } catch (InterruptedException _) {
            // the component ends
        }
    }

    /** Answers how long it may wait for an event. */
    private Duration tend() {
        try {
            Duration wish = lifecycle.tend().map(end -> Duration.between(Instant.now(), end)).orElse(SWEEP);
            return wish.compareTo(SWEEP) > 0 ? SWEEP : wish.compareTo(SOON) < 0 ? SOON : wish;
        } catch (RuntimeException e) {
            LOG.warn("The host could not be looked after: {}; it is tried again within {} s", e.getMessage(),
                    SWEEP.toSeconds());
            LOG.debug("", e);
            return SWEEP;
        }
    }
}
