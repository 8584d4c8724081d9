package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.NicMatch;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A NIC driver that can harm nobody but itself: each call is bounded, its bids are checked, and once it has misbehaved it is
 * quarantined.
 */
final class GuardedDriver {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedDriver.class);

    /** How long somebody waits for a bid, before the driver is passed over until it answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** What a PCI bus reads where nothing is: no vendor and no device has it. */
    private static final int NOBODY = 0xffff;

    private final Identity identity;
    private final NicDriver driver;
    private final DriverCalls calls;
    private final Runnable changed;
    private final Map<NicFunction, Bid> bids = new ConcurrentHashMap<>();
    private volatile Optional<String> quarantined = Optional.empty();

    /**
     * What tells a driver from others.
     *
     * @param name its own name
     * @param bundle the symbolic name of the bundle that registered it
     * @param version that bundle's version
     * @param ranking its service's ranking
     * @param serviceId its service's id
     */
    record Identity(String name, String bundle, String version, int ranking, long serviceId) {

        /** Between equal matches: the higher ranking, then the older service. */
        static final Comparator<Identity> BEST_FIRST = Comparator.comparingInt(Identity::ranking).reversed()
                .thenComparingLong(Identity::serviceId);
    }

    private record Bid(CompletableFuture<NicMatch> answer, long until) {
    }

    /**
     * Guards a driver.
     *
     * @param bound how long it may take for an answer
     * @param changed called, in any thread, when it has bid late or was quarantined: others may have its functions then
     */
    GuardedDriver(Identity identity, NicDriver driver, Duration bound, Runnable changed) {
        this.changed = changed;
        this.identity = identity;
        this.driver = driver;
        this.calls = new DriverCalls(identity.name(), bound);
    }

    Identity identity() {
        return identity;
    }

    /** What it did; empty while it is trusted. */
    Optional<String> quarantined() {
        return quarantined;
    }

    /** Trusts it again, and has it bid anew. */
    void release() {
        bids.clear();
        quarantined = Optional.empty();
    }

    /** Its bid, which it is asked for once: a match is pure. Empty while it has not answered. */
    Optional<NicMatch> bid(NicFunction function) {
        Bid bid = bids.computeIfAbsent(function, this::askForBid);
        try {
            return Optional.of(bid.answer().get(Math.max(0, bid.until() - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a bid failed that must not fail", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Bid askForBid(NicFunction function) {
        CompletableFuture<NicMatch> answer = new CompletableFuture<>();
        long until = System.nanoTime() + PATIENCE.toNanos();
        Thread.ofVirtual().name("bid for " + function.pci()).start(() -> {
            try {
                answer.complete(calls.call("how it fits " + function.pci(), () -> checkedMatch(function)));
            } catch (DriverFailure | FairleadException e) {
                quarantine(e.getMessage());
                answer.complete(NicMatch.NONE);
            }
            if (System.nanoTime() > until) {
                changed.run();
            }
        });
        return new Bid(answer, until);
    }

    private NicMatch checkedMatch(NicFunction function) {
        NicMatch first = driver.match(function);
        NicMatch second = driver.match(function);
        if (first == null || first != second) {
            throw new DriverFailure(
                    "said %s and then %s when it was asked how it fits %s: a match is the same each time"
                            .formatted(first, second, function.pci()));
        }
        NicFunction nobodys = new NicFunction(function.pci(), NOBODY, NOBODY, NOBODY, NOBODY, Optional.empty());
        if (first.compareTo(NicMatch.GENERIC) > 0 && driver.match(nobodys).compareTo(NicMatch.GENERIC) > 0) {
            throw new DriverFailure("claims to know a device ffff:ffff, which nobody makes: it claims everything");
        }
        return first;
    }

    /**
     * Opens a session.
     *
     * @throws DriverFailure when it does not; it is quarantined then
     */
    NicSession open(NicContext context) {
        return guarded("to take " + context.function().pci(), () -> {
            try {
                NicSession session = driver.open(context);
                if (session == null) {
                    throw new DriverFailure("opened no session when it was asked to take " + context.function().pci());
                }
                return session;
            } catch (FairleadException e) {
                throw new DriverFailure("refused %s, for which it had bid: %s".formatted(context.function().pci(),
                        e.getMessage()), e);
            }
        });
    }

    /**
     * Asks something of a session of its own.
     *
     * @param question for a message: {@code to make VFs}
     * @throws DriverFailure when it does not answer; it is quarantined then
     * @throws FairleadException that of the driver
     */
    <T> T guarded(String question, Callable<T> call) {
        try {
            return calls.call(question, call);
        } catch (DriverFailure e) {
            quarantine(e.getMessage());
            throw e;
        }
    }

    /** Closes a session, whatever the driver does about it. */
    void close(NicFunction function, NicSession session) {
        String question = "to let %s go".formatted(function.pci());
        if (quarantined.isPresent()) {
            // who has hung once is not waited for again
            calls.start(question, session::close);
            return;
        }
        try {
            boolean _ = guarded(question, () -> {
                session.close();
                return true;
            });
        } catch (DriverFailure | FairleadException e) {
            LOG.debug("NIC driver {} did not let {} go", identity.name(), function.pci(), e);
        }
    }

    /** To be called when it has no session any more: a thread that runs on then is a leak. */
    void checkThreads() {
        List<String> left = calls.leftBehind();
        if (!left.isEmpty()) {
            quarantine("left %d threads running when it had let all functions go: %s".formatted(left.size(),
                    String.join(", ", left)));
        }
    }

    private void quarantine(String what) {
        if (quarantined.isEmpty()) {
            quarantined = Optional.of(what);
            LOG.warn("NIC driver {} of {} {} {} and gets no function any more: nic:release {} lets it try again.",
                    identity.name(), identity.bundle(), identity.version(), what, identity.name());
            changed.run();
        }
    }
}
