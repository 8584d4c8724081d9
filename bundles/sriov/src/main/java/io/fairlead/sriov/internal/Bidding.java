package io.fairlead.sriov.internal;

import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives each function to the driver that fits it best. A better one that arrives has it at once, or when the operation ends
 * that another has it for; of one that leaves the sessions are closed. No function waits for another's driver.
 */
final class Bidding implements NicAllocation {

    /** How long the inventory waits for a driver that is being opened, before it does without what that would tell. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Collection<NicFunction>> functions;
    private final Function<NicFunction, SessionContext> contexts;
    private final List<GuardedDriver> drivers = new CopyOnWriteArrayList<>();
    private final Map<PciAddress, Seat> seats = new ConcurrentHashMap<>();
    private final Map<PciAddress, Settling> settling = new ConcurrentHashMap<>();

    /**
     * Without drivers.
     *
     * @param functions the host's PFs, read afresh
     * @param contexts what a session may ask of the host
     */
    Bidding(Supplier<Collection<NicFunction>> functions, Function<NicFunction, SessionContext> contexts) {
        this.functions = functions;
        this.contexts = contexts;
    }

    /** A driver is being opened in the background. */
    private record Settling(CountDownLatch done, long until) {
    }

    /** One driver's bid. */
    record Candidate(GuardedDriver driver, Optional<NicMatch> bid) {

        static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::match).reversed()
                .thenComparing(candidate -> candidate.driver().identity(), GuardedDriver.Identity.BEST_FIRST);

        NicMatch match() {
            return bid.orElse(NicMatch.NONE);
        }

        /** Why it does not count; empty where it does. */
        Optional<String> barred() {
            return driver.quarantined().map(what -> "quarantined, for it " + what)
                    .or(() -> bid.isEmpty() ? Optional.of("has not answered yet") : Optional.empty());
        }
    }

    void add(GuardedDriver driver) {
        drivers.add(driver);
        settleAll();
    }

    /** It is closed everywhere when this returns; what it is doing may end first, but not without end. */
    void remove(GuardedDriver driver, Duration bound) {
        drivers.remove(driver);
        seats.values().forEach(seat -> seat.dismiss(driver, bound));
        settleAll();
    }

    List<GuardedDriver> drivers() {
        return List.copyOf(drivers);
    }

    /** Gives every function to whom it belongs, each in the background. */
    void settleAll() {
        functions.get().forEach(this::settle);
    }

    private Settling settle(NicFunction function) {
        Settling started = new Settling(new CountDownLatch(1), System.nanoTime() + PATIENCE.toNanos());
        settling.put(function.pci(), started);
        Thread.ofVirtual().name("NIC driver for " + function.pci()).start(() -> {
            try {
                seat(function).settle(function, () -> best(function));
            } finally {
                started.done().countDown();
                settling.remove(function.pci(), started);
            }
        });
        return started;
    }

    private Seat seat(NicFunction function) {
        return seats.computeIfAbsent(function.pci(), _ -> new Seat(contexts, this::vacated));
    }

    /** Only who has no function must have no thread. */
    private void vacated(GuardedDriver driver) {
        if (seats.values().stream().noneMatch(seat -> seat.owner().equals(Optional.of(driver)))) {
            Thread.ofVirtual().name("threads of NIC driver " + driver.identity().name()).start(driver::checkThreads);
        }
    }

    /** Every bid, best first. */
    List<Candidate> candidates(NicFunction function) {
        return drivers.stream().map(driver -> new Candidate(driver, driver.bid(function))).sorted(Candidate.BEST_FIRST)
                .toList();
    }

    private Optional<GuardedDriver> best(NicFunction function) {
        return candidates(function).stream().filter(candidate -> candidate.barred().isEmpty())
                .filter(candidate -> candidate.match() != NicMatch.NONE).map(Candidate::driver).findFirst();
    }

    /** Who has the function now, or gets it at its first use. */
    Optional<GuardedDriver> owner(NicFunction function) {
        Seat seat = seat(function);
        return seat.isLeased() ? seat.owner() : best(function);
    }

    @Override
    public Optional<String> driverOf(NicFunction function) {
        return owner(function).map(driver -> driver.identity().name());
    }

    @Override
    public Optional<EswitchOrder> eswitch(NicFunction function) {
        Seat seat = seat(function);
        if (seat.owner().isEmpty()) {
            await(Optional.ofNullable(settling.get(function.pci())).orElseGet(() -> settle(function)));
        }
        return seat.eswitch();
    }

    private static void await(Settling settling) {
        try {
            boolean _ = settling.done().await(Math.max(0, settling.until() - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public <T> Optional<Lease<T>> lease(NicFunction function, Function<NicSession, T> question) {
        return seat(function).lease(function, () -> best(function), question, () -> settle(function));
    }
}
