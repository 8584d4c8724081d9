package io.fairlead.deploy.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.deploy.LogEntry;
import io.fairlead.api.deploy.LogEntry.Action;
import io.fairlead.api.deploy.LogEntry.Outcome;
import io.fairlead.api.deploy.Refusal;
import io.fairlead.api.deploy.TrustedKey;
import io.fairlead.api.deploy.VendorBundle;
import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.RootFiles;
import io.fairlead.host.WriterLock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes vendors' bundles in and out. What the store says is accepted is verified again, and runs, once this is active. */
@Component(service = {VendorBundles.class, VendorDeployer.class}, immediate = true)
public final class VendorDeployer implements VendorBundles {

    private static final Logger LOG = LoggerFactory.getLogger(VendorDeployer.class);
    /** Far longer than a deployment takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final WriterLock writer;
    private final Store store;
    private final Keys keys;
    private final DeployLog log;
    private final RunningBundles running;
    private final Verifier verifier;
    /** Why a bundle of the store does not run, by its name. */
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    /** For all that changes something. Who only asks needs it not: a driver that hangs while it starts must not hide. */
    private final ReentrantLock one = new ReentrantLock();
    private volatile List<Refusal> refusals = List.of();

    /**
     * On these services.
     *
     * @param wall without it no vendor's bundle runs
     */
    @Activate
    public VendorDeployer(BundleContext context, @Reference HostFiles files, @Reference RootFiles rootFiles,
            @Reference DurableFiles durable, @Reference WriterLock writer, @Reference VendorServices wall) {
        this.writer = writer;
        this.store = new Store(files, rootFiles, durable);
        this.keys = new Keys(rootFiles, durable);
        this.log = new DeployLog(files, durable);
        this.running = new RunningBundles(context);
        this.verifier = new Verifier(keys, running::isTaken);
        doAlone(this::startAll);
    }

    private void doAlone(Runnable change) {
        Boolean _ = alone(() -> {
            change.run();
            return true;
        });
    }

    private <T> T alone(Supplier<T> change) {
        try {
            if (!one.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FairleadException(Kind.BUSY,
                        "another vendor bundle is being deployed, for more than %d s: if its driver hangs as it starts, only a restart of Fairlead ends that"
                                .formatted(PATIENCE.toSeconds()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
        try {
            return change.get();
        } finally {
            one.unlock();
        }
    }

    /** None may run on without the wall, whatever hangs. */
    @Deactivate
    void stop() {
        try {
            doAlone(running::stopAll);
        } catch (FairleadException e) {
            LOG.warn("Vendors' bundles are stopped though {}", e.getMessage());
            running.stopAll();
        }
    }

    @Override
    public List<VendorBundle> bundles() {
        return store.index().bundles().values().stream().map(this::shown).toList();
    }

    @Override
    public List<Refusal> refusals() {
        return refusals;
    }

    /** Tells what the drop directory has. */
    void tell(List<Refusal> found) {
        refusals = List.copyOf(found);
    }

    @Override
    public VendorBundle deploy(String file, byte[] jar, byte[] signature, boolean force, String who) {
        return alone(() -> accept(file, jar, signature, force, who));
    }

    private VendorBundle accept(String file, byte[] jar, byte[] signature, boolean force, String who) {
        writer.claim();
        try {
            return accept(jar, signature, force, who);
        } catch (FairleadException e) {
            refused(file, jar, who, e.getMessage());
            throw new FairleadException(e.kind(), "%s is refused: %s".formatted(Printable.of(file), e.getMessage()),
                    e);
        }
    }

    /** Notes that a file was refused before it was read, or with what was read of it. */
    void refused(String file, byte[] jar, String who, String why) {
        log.add(who, Action.DEPLOY, file, jar.length == 0 ? "" : Sha256.hex(jar), Outcome.REFUSED, why);
    }

    private VendorBundle accept(byte[] jar, byte[] signature, boolean force, String who) {
        checkSize(jar.length, LARGEST_BUNDLE);
        checkSize(signature.length, LARGEST_SIGNATURE);
        Index before = store.index();
        String sha256 = store.keep(jar);
        try {
            Verified verified = verifier.verify(store.jar(sha256), signature);
            Identity identity = verified.identity();
            if (!force) {
                before.last(identity.name()).ifPresent(last -> checkVersion(identity, last));
            }
            Optional<Accepted> same = Optional.ofNullable(before.bundles().get(identity.name()))
                    .filter(accepted -> accepted.sha256().equals(sha256) && running.runs(identity.name()));
            return shown(same.orElseGet(() -> takeIn(verified, signature, before, who)));
        } finally {
            store.sweep(store.index());
        }
    }

    private Accepted takeIn(Verified verified, byte[] signature, Index before, String who) {
        Identity identity = verified.identity();
        Accepted accepted = new Accepted(identity, verified.sha256(),
                new String(signature, StandardCharsets.US_ASCII), verified.key().fingerprint(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS), who);
        Bundle started = running.start(verified);
        try {
            store.commit(before.with(accepted));
        } catch (FairleadException e) {
            running.uninstall(started);
            throw e;
        }
        running.takeOver(identity.name(), started);
        problems.remove(identity.name());
        log.add(who, Action.DEPLOY, identity.toString(), verified.sha256(), Outcome.DONE,
                "signed by " + accepted.key());
        return accepted;
    }

    private static void checkSize(int bytes, int atMost) {
        if (bytes > atMost) {
            throw Refused.because("it has %d bytes, and %d are the most".formatted(bytes, atMost));
        }
    }

    private static void checkVersion(Identity identity, Version last) {
        if (identity.version().compareTo(last) < 0) {
            throw Refused.because(
                    "its version %s is lower than %s, the last that was accepted: vendor:deploy --force takes it"
                            .formatted(identity.version(), last));
        }
    }

    @Override
    public VendorBundle remove(String name, String who) {
        return alone(() -> takeOut(name, who));
    }

    private VendorBundle takeOut(String name, String who) {
        writer.claim();
        Index index = store.index();
        Accepted accepted = Optional.ofNullable(index.bundles().get(name)).orElseThrow(() -> new FairleadException(
                Kind.USAGE, "there is no vendor bundle %s: vendor:list has them".formatted(Printable.quoted(name))));
        VendorBundle shown = shown(accepted);
        Index without = index.without(name);
        store.commit(without);
        running.stop(name);
        problems.remove(name);
        store.sweep(without);
        log.add(who, Action.REMOVE, accepted.identity().toString(), accepted.sha256(), Outcome.DONE, "");
        return shown;
    }

    @Override
    public List<TrustedKey> keys() {
        return keys.all();
    }

    @Override
    public TrustedKey trust(String publicKey, String prefix, boolean again, String who) {
        SshKey.Line line = SshKey.parse(publicKey).orElseThrow(() -> new FairleadException(Kind.USAGE,
                "that is no public key of type %s: give the file id_ed25519.pub that ssh-keygen -t ed25519 made"
                        .formatted(SshKey.TYPE)));
        NamePatterns names = NamePatterns.below(prefix).orElseThrow(() -> new FairleadException(Kind.USAGE,
                "%s is no beginning of a symbolic name: give one such as com.example.nic"
                        .formatted(Printable.quoted(prefix))));
        if (ManifestRules.isOurs(names)) {
            throw Refused.because(
                    "no key is trusted for %s: names that begin with io.fairlead are Fairlead's own".formatted(prefix));
        }
        return alone(() -> {
            writer.claim();
            TrustedKey trusted = keys.trust(line, names, again);
            log.add(who, Action.TRUST, trusted.fingerprint(), "", Outcome.DONE, "for " + trusted.prefix());
            review();
            return trusted;
        });
    }

    @Override
    public Revocation revoke(String key, String who) {
        SshKey.Line line = keys.named(key);
        return alone(() -> {
            writer.claim();
            TrustedKey revoked = keys.revoke(line);
            log.add(who, Action.REVOKE, revoked.fingerprint(), "", Outcome.DONE, "");
            return new Revocation(revoked, review());
        });
    }

    @Override
    public List<LogEntry> log() {
        return log.read();
    }

    /** What the daemon does every so often: {@link #review}, and nothing is left of what a power cut ended. */
    void tend() {
        doAlone(() -> {
            writer.claim();
            List<String> _ = review();
            store.sweep(store.index());
        });
    }

    /** What a decision about a file rests on, beside the file. */
    String trust() {
        return keys.state();
    }

    /**
     * Stops what runs and may no more by the keys as they are now, and starts what may again.
     *
     * @return the names of those that were stopped
     */
    private List<String> review() {
        List<String> stopped = new ArrayList<>();
        for (Accepted accepted : store.index().bundles().values()) {
            if (running.runs(accepted.name())) {
                whyNot(accepted).ifPresent(why -> {
                    problem(accepted, why);
                    running.stop(accepted.name());
                    stopped.add(accepted.name());
                });
            } else {
                start(accepted);
            }
        }
        return stopped;
    }

    private Optional<String> whyNot(Accepted accepted) {
        try {
            keys.check(SshSignature.parse(signature(accepted)).key(), accepted.name());
            return Optional.empty();
        } catch (FairleadException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static byte[] signature(Accepted accepted) {
        return accepted.signature().getBytes(StandardCharsets.US_ASCII);
    }

    private void startAll() {
        try {
            store.index().bundles().values().forEach(this::start);
        } catch (FairleadException e) {
            LOG.error("No vendor bundle runs: {}", e.getMessage());
        }
    }

    private void start(Accepted accepted) {
        try {
            Verified verified = verifier.verify(store.jar(accepted.sha256()), signature(accepted));
            if (!verified.identity().equals(accepted.identity())) {
                throw Refused
                        .because("it is %s, and %s was accepted".formatted(verified.identity(), accepted.identity()));
            }
            running.takeOver(accepted.name(), running.start(verified));
            problems.remove(accepted.name());
        } catch (FairleadException e) {
            problem(accepted, e.getMessage());
        }
    }

    private void problem(Accepted accepted, String why) {
        if (!why.equals(problems.put(accepted.name(), why))) {
            LOG.warn("The vendor bundle {} does not run: {}", accepted.identity(), why);
        }
    }

    private VendorBundle shown(Accepted accepted) {
        return new VendorBundle(accepted.name(), accepted.identity().version().toString(), accepted.sha256(),
                accepted.key(), accepted.when(), accepted.who(),
                running.runs(accepted.name())
                        ? Optional.empty()
                        : Optional.of(problems.getOrDefault(accepted.name(), "it was stopped")));
    }
}
