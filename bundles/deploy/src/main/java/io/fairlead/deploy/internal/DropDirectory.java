package io.fairlead.deploy.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.deploy.Refusal;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostEvents.Subscription;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a directory for vendors' bundles, as long as the daemon runs. What is accepted goes from there into the store; what is
 * refused stays as it is. Nothing runs from there.
 */
@Component(service = DropDirectory.class, immediate = true, configurationPid = DropDirectory.PID)
public final class DropDirectory {

    static final String PID = "io.fairlead.deploy";
    /** A framework property that the daemon has: {@code true}. */
    static final String DAEMON = "fairlead.daemon";

    private static final Logger LOG = LoggerFactory.getLogger(DropDirectory.class);
    private static final String JAR = ".jar";
    private static final String WHO = "the drop directory";
    private static final byte[] NOTHING = {};
    /** A driver that hangs in its start must not keep Fairlead from ending. */
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final HostPath directory;
    private final Duration sweep;
    private final HostFiles files;
    private final RootFiles rootFiles;
    private final DurableFiles durable;
    private final VendorDeployer deployer;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Semaphore due = new Semaphore(1);
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Optional<Thread> thread;
    private volatile boolean stopped;

    /** The configuration of {@value DropDirectory#PID}. */
    public @interface Config {
        /** The directory, below {@code /etc}, {@code /run} or {@code /var}; it belongs to root and need not be there. */
        String directory() default "/var/lib/fairlead/vendors/incoming";

        /** After so many seconds at most it is looked at though no event told of it; 1 or more. */
        int sweepSeconds() default 30;
    }

    /** What was refused, and on what that rested. */
    private record Seen(String state, String why) {
    }

    /** In this framework. */
    @Activate
    public DropDirectory(BundleContext context, Config config, @Reference HostFiles files,
            @Reference RootFiles rootFiles, @Reference DurableFiles durable, @Reference HostEvents events,
            @Reference VendorDeployer deployer) {
        this.directory = HostPath.parse(config.directory()).orElseThrow(() -> new IllegalArgumentException(
                "directory of %s is %s, which is below none of the host's directories".formatted(PID,
                        config.directory())));
        this.sweep = Duration.ofSeconds(Math.max(1, config.sweepSeconds()));
        this.files = files;
        this.rootFiles = rootFiles;
        this.durable = durable;
        this.deployer = deployer;
        this.thread = Boolean.parseBoolean(context.getProperty(DAEMON))
                ? Optional.of(Thread.ofPlatform().name("fairlead-vendors").daemon().unstarted(this::run))
                : Optional.empty();
        if (thread.isPresent()) {
            subscriptions.add(events.watchDirectories(List.of(directory, Keys.DIRECTORY), due::release));
            thread.get().start();
        } else {
            deployer.tell(jars().stream()
                    .map(jar -> new Refusal(jar, "only the daemon looks at it, and this is not the daemon")).toList());
        }
    }

    /** Waits for what is being done: an interrupt would end it in the midst of a write. */
    @Deactivate
    void stop() throws InterruptedException {
        subscriptions.forEach(Subscription::close);
        stopped = true;
        due.release();
        if (thread.isPresent()) {
            boolean _ = thread.get().join(TO_END);
        }
    }

    private void run() {
        try {
            while (!stopped) {
                boolean _ = due.tryAcquire(sweep.toMillis(), TimeUnit.MILLISECONDS);
                due.drainPermits();
                if (!stopped) {
                    look();
                }
            }
        } catch (InterruptedException _) {
            // the component ends
        }
    }

    private void look() {
        try {
            deployer.tend();
            List<String> jars = jars();
            seen.keySet().retainAll(jars);
            jars.forEach(this::offer);
            deployer.tell(jars.stream().filter(seen::containsKey).map(jar -> new Refusal(jar, seen.get(jar).why()))
                    .toList());
        } catch (RuntimeException e) {
            LOG.warn("Vendors' bundles could not be looked after: {}; it is tried again within {} s", e.getMessage(),
                    sweep.toSeconds());
            LOG.debug("", e);
        }
    }

    private List<String> jars() {
        return files.list(directory).stream().filter(name -> name.endsWith(JAR) && !name.startsWith(".")).sorted()
                .toList();
    }

    private void offer(String name) {
        byte[] jar = NOTHING;
        try {
            Optional<byte[]> found = rootFiles.read(directory.resolve(name), VendorBundles.LARGEST_BUNDLE);
            if (found.isEmpty()) {
                return;
            }
            jar = found.get();
            HostPath signatureFile = directory.resolve(name + VendorBundles.SIGNATURE);
            byte[] signature = rootFiles.read(signatureFile, VendorBundles.LARGEST_SIGNATURE).orElseThrow(
                    () -> Refused.because("it is not signed: %s is not there".formatted(signatureFile.name())));
            String state = Sha256.hex(jar) + Sha256.hex(signature) + deployer.trust();
            if (!Optional.ofNullable(seen.get(name)).map(Seen::state).equals(Optional.of(state))) {
                deploy(name, jar, signature, state);
            }
        } catch (FairleadException e) {
            // What changes while it is read tells of itself once more.
            if (e.kind() != Kind.BUSY) {
                refuse(name, jar, e);
            }
        }
    }

    private void deploy(String name, byte[] jar, byte[] signature, String state) {
        try {
            deployer.deploy(name, jar, signature, false, WHO);
        } catch (FairleadException e) {
            if (e.kind() == Kind.NOT_CAPABLE) {
                seen.put(name, new Seen(state, e.getMessage()));
            } else {
                // the next look may find it otherwise
                seen.put(name, new Seen("", e.getMessage()));
            }
            LOG.warn("{}", e.getMessage());
            return;
        }
        seen.remove(name);
        // What cannot be cleared now is found accepted, and cleared, at the next look.
        clear(name, jar, signature);
    }

    /** What could not even be read as it must be. */
    private void refuse(String name, byte[] jar, FairleadException e) {
        Seen now = new Seen("", e.getMessage());
        if (!now.equals(seen.put(name, now))) {
            LOG.warn("{} is refused: {}", name, e.getMessage());
            deployer.refused(name, jar, WHO, e.getMessage());
        }
    }

    /** Takes an accepted file away, unless there is another by now. */
    private void clear(String name, byte[] jar, byte[] signature) {
        HostPath signatureFile = directory.resolve(name + VendorBundles.SIGNATURE);
        if (rootFiles.read(directory.resolve(name), VendorBundles.LARGEST_BUNDLE)
                .filter(now -> Arrays.equals(now, jar)).isPresent()) {
            durable.delete(directory.resolve(name));
        }
        if (rootFiles.read(signatureFile, VendorBundles.LARGEST_SIGNATURE)
                .filter(now -> Arrays.equals(now, signature)).isPresent()) {
            durable.delete(signatureFile);
        }
    }
}
