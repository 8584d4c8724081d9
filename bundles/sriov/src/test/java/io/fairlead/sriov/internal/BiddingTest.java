package io.fairlead.sriov.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.CountChange;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.NicMatch;
import io.fairlead.api.Operation;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.sriov.internal.NicAllocation.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Drivers that come, go and misbehave, on a host like the seed's, where guest t1 holds VF 0 of eno5. */
@Timeout(60)
class BiddingTest {

    private static final Duration BOUND = Duration.ofMillis(700);

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final FunctionTree tree = new FunctionTree(host.files());
    private final Bidding bidding = bidding(host);

    @Test
    void theBestMatchWinsThenTheHigherRankingThenTheOlderService() {
        add(new TestDriver("late", NicMatch.FAMILY), 0, 9);
        add(new TestDriver("early", NicMatch.FAMILY), 0, 3);
        add(new TestDriver("ranked", NicMatch.FAMILY), 5, 20);
        add(new TestDriver("exact", NicMatch.EXACT), -1, 30);
        add(new TestDriver("none", NicMatch.NONE), 100, 1);

        assertThat(bidding.candidates(eno("eno4"))).extracting(candidate -> candidate.driver().identity().name())
                .containsExactly("exact", "ranked", "early", "late", "none");
        assertThat(bidding.driverOf(eno("eno4"))).contains("exact");
    }

    @Test
    void aDriverIsAskedForItsBidOnceForEachFunction() {
        TestDriver driver = add(new TestDriver("a", NicMatch.EXACT));
        for (int i = 0; i < 5; i++) {
            assertThat(bidding.driverOf(eno("eno4"))).contains("a");
        }

        assertThat(driver.matches(eno("eno4"))).isEqualTo(2);
    }

    @Test
    void aBetterOneTakesIdleFunctionsAtOnceAndWritesNothing() {
        TestDriver generic = add(new TestDriver("generic", NicMatch.GENERIC));
        await(generic.opened(2));

        TestDriver better = add(new TestDriver("better", NicMatch.EXACT));

        await(better.opened(2));
        await(generic.closed(2));
        assertThat(bidding.driverOf(eno("eno5"))).contains("better");
        assertThat(host.writes()).isEmpty();
    }

    @Test
    void aLeaversSessionsAreClosedAndTheNextStepsIn() {
        TestDriver generic = add(new TestDriver("generic", NicMatch.GENERIC));
        TestDriver better = new TestDriver("better", NicMatch.EXACT);
        GuardedDriver guarded = guard(better, 0, 50);
        bidding.add(guarded);
        await(better.opened(2));

        bidding.remove(guarded, BOUND);

        assertThat(better.closed(2).getAsBoolean()).as("closed when the departure returns").isTrue();
        await(generic.opened(2));
        assertThat(bidding.driverOf(eno("eno4"))).contains("generic");
        assertThat(host.writes()).isEmpty();
    }

    @Test
    void withoutADriverNobodyHasTheFunction() {
        assertThat(bidding.driverOf(eno("eno4"))).isEmpty();
        assertThat(bidding.ask(eno("eno4"), NicSession::settable)).isEmpty();
    }

    @Test
    void aSessionsContextIsOfNoUseAfterItsEnd() {
        TestDriver driver = new TestDriver("a", NicMatch.EXACT);
        GuardedDriver guarded = guard(driver, 0, 1);
        bidding.add(guarded);
        await(driver.opened(2));
        NicContext context = driver.lastContext();
        assertThat(context.attribute("vendor")).contains("0x8086");

        bidding.remove(guarded, BOUND);

        assertThatThrownBy(() -> context.attribute("vendor")).isInstanceOf(IllegalStateException.class);
    }

    /** An operation of the old driver's ends first. */
    @Nested
    class Busy {

        @Test
        void aBetterOneHasTheFunctionWhenTheOperationEnds() {
            TestDriver generic = add(new TestDriver("generic", NicMatch.GENERIC));
            Lease<Boolean> operation = bidding.lease(eno("eno4"), _ -> true).orElseThrow();

            TestDriver better = add(new TestDriver("better", NicMatch.EXACT));
            await(better.opened(1));

            assertThat(bidding.driverOf(eno("eno4"))).contains("generic");
            assertThat(bidding.driverOf(eno("eno5"))).contains("better");
            assertThatThrownBy(() -> bidding.ask(eno("eno4"), NicSession::settable))
                    .isInstanceOfSatisfying(FairleadException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(Kind.BUSY));

            operation.close();

            await(better.opened(2));
            await(generic.closed(2));
            assertThat(bidding.driverOf(eno("eno4"))).contains("better");
        }

        @Test
        void aLeaverWaitsForTheOperationButNotWithoutEnd() throws ExecutionException, InterruptedException {
            TestDriver driver = new TestDriver("a", NicMatch.EXACT);
            GuardedDriver guarded = guard(driver, 0, 1);
            bidding.add(guarded);
            Lease<Boolean> operation = bidding.lease(eno("eno4"), _ -> true).orElseThrow();

            CompletableFuture<Void> departure = CompletableFuture
                    .runAsync(() -> bidding.remove(guarded, Duration.ofSeconds(30)));
            assertThatThrownBy(() -> departure.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            operation.close();
            departure.get();
            assertThat(bidding.driverOf(eno("eno4"))).isEmpty();

            GuardedDriver again = guard(driver, 0, 2);
            bidding.add(again);
            Lease<Boolean> endless = bidding.lease(eno("eno4"), _ -> true).orElseThrow();
            bidding.remove(again, Duration.ofMillis(100));
            assertThat(bidding.drivers()).isEmpty();
            endless.close();
        }

        /** 64 VFs took 22 s on i40e (nmstate issue 1704). */
        @Test
        void aSwapInTheMiddleOf64SlowVfsLetsThemEndAsTheyBegan() throws ExecutionException, InterruptedException {
            SimulatedHost x710 = SimulatedHost.of(SimulatedHosts.x710());
            Bidding drivers = bidding(x710);
            FunctionTree functions = new FunctionTree(x710.files());
            NicFunction pf = functions.nicFunction(x710.pciOf("ens1f0"));
            TestDriver old = new TestDriver("old", NicMatch.FAMILY);
            drivers.add(guard(old, 0, 1));
            Stage stage = Stage.on(x710, drivers, x710.processes());
            x710.faults().withholdLinks("ens1f0");

            CompletableFuture<CountChange> operation = CompletableFuture
                    .supplyAsync(() -> stage.sriov().setVfs("ens1f0", 64, Optional.of(false), false));
            x710.awaitThat(() -> x710.numVfs("ens1f0") == 64);
            TestDriver better = new TestDriver("better", NicMatch.EXACT);
            drivers.add(guard(better, 0, 2));
            await(better.opened(1));
            assertThat(drivers.driverOf(pf)).contains("old");
            assertThat(stage.inventory().physicalFunction("ens1f0").operation()).map(Operation::state)
                    .contains(Operation.State.RUNNING);
            x710.faults().releaseLinks("ens1f0");

            assertThat(operation.get().after()).isEqualTo(64);
            assertThat(operation.get().pending()).isEmpty();
            await(better.opened(2));
            assertThat(drivers.driverOf(pf)).contains("better");
            assertThat(old.closed(2).getAsBoolean()).isTrue();
            assertThat(x710.writes()).filteredOn(write -> write.contains("numvfs")).hasSize(1);
        }
    }

    /** Each misbehaves in its own way, and harms nobody else. */
    @Nested
    class Misbehaving {

        private final TestDriver good = add(new TestDriver("good", NicMatch.GENERIC));

        @Test
        void whoThrowsInItsBidIsPassedOver() {
            isQuarantined(new TestDriver("bad", NicMatch.EXACT) {
                @Override
                public NicMatch match(NicFunction function) {
                    throw new IllegalStateException("no");
                }
            }, "threw java.lang.IllegalStateException: no");
        }

        @Test
        void whoSaysNothingInItsBidIsPassedOver() {
            isQuarantined(new TestDriver("bad", null), "said null");
        }

        @Test
        void whoBidsOtherwiseTheSecondTimeIsPassedOver() {
            isQuarantined(new TestDriver("bad", NicMatch.EXACT) {
                @Override
                public NicMatch match(NicFunction function) {
                    NicMatch match = super.match(function);
                    return matches(function) % 2 == 0 ? match : NicMatch.NONE;
                }
            }, "a match is the same each time");
        }

        @Test
        void whoClaimsADeviceThatNobodyMakesIsPassedOver() {
            TestDriver liar = new TestDriver("bad", NicMatch.EXACT);
            liar.claimsEverything();
            isQuarantined(liar, "claims to know a device ffff:ffff");
        }

        @Test
        void whoThrowsWhenItIsToTakeAFunctionIsPassedOver() {
            isQuarantined(new TestDriver("bad", NicMatch.EXACT) {
                @Override
                public NicSession open(NicContext context) {
                    throw new LinkageError("missing");
                }
            }, "threw java.lang.LinkageError: missing when it was asked to take");
        }

        @Test
        void whoRefusesWhatItBidForIsPassedOver() {
            isQuarantined(new TestDriver("bad", NicMatch.EXACT) {
                @Override
                public NicSession open(NicContext context) {
                    throw new FairleadException(Kind.NOT_CAPABLE, "not this one");
                }
            }, "for which it had bid: not this one");
        }

        @Test
        void whoHangsDelaysOnlyItsFunctionAndOnlyForItsBound() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            AtomicReference<Thread> hanging = new AtomicReference<>();
            TestDriver hangs = new TestDriver("bad", NicMatch.EXACT) {
                @Override
                public NicMatch match(NicFunction function) {
                    return function.pci().equals(eno("eno4").pci()) ? super.match(function) : NicMatch.NONE;
                }

                @Override
                public NicSession open(NicContext context) {
                    hanging.set(Thread.currentThread());
                    try {
                        never.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return super.open(context);
                }
            };
            GuardedDriver guarded = guard(hangs, 0, 50, Duration.ofSeconds(2));
            bidding.add(guarded);

            await(() -> hanging.get() != null);
            assertThat(bidding.ask(eno("eno5"), NicSession::settable)).isPresent();
            assertThat(guarded.quarantined()).as("while it hangs, eno5 had its answer").isEmpty();
            assertThat(bidding.ask(eno("eno4"), NicSession::settable)).isPresent();
            assertThat(guarded.quarantined().orElseThrow()).startsWith("did not answer within 2 s");
            assertThat(bidding.driverOf(eno("eno4"))).contains("good");
            hanging.get().join(5_000);
            assertThat(hanging.get().isAlive()).as("it was interrupted").isFalse();
        }

        @Test
        void whoHangsInItsBidIsPassedOverUntilItAnswers() {
            CountDownLatch answer = new CountDownLatch(1);
            TestDriver slow = new TestDriver("slow", NicMatch.EXACT) {
                @Override
                public NicMatch match(NicFunction function) {
                    try {
                        answer.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return super.match(function);
                }
            };
            bidding.add(guard(slow, 0, 50, Duration.ofSeconds(20)));
            assertThat(bidding.driverOf(eno("eno4"))).contains("good");
            assertThat(bidding.candidates(eno("eno4")).stream()
                    .filter(candidate -> candidate.driver().identity().name().equals("slow")).findFirst().orElseThrow()
                    .barred()).contains("has not answered yet");

            answer.countDown();

            await(slow.opened(2));
            assertThat(bidding.driverOf(eno("eno4"))).contains("slow");
        }

        @Test
        void whoThrowsInAnAnswerLosesAllItsFunctionsAndTheNextAnswers() {
            TestDriver throwing = new TestDriver("bad", NicMatch.EXACT);
            GuardedDriver guarded = guard(throwing, 0, 50);
            bidding.add(guarded);
            await(throwing.opened(2));
            throwing.throwsInAnswers();

            assertThat(bidding.ask(eno("eno4"), session -> session.creation(4))).isPresent();

            assertThat(guarded.quarantined().orElseThrow()).contains("threw java.lang.ArithmeticException");
            assertThat(bidding.driverOf(eno("eno5"))).contains("good");
            await(throwing.closed(2));
        }

        @Test
        void whoThrowsWhenItIsToLetGoIsQuarantinedAndHasLetGo() {
            TestDriver throwing = new TestDriver("bad", NicMatch.EXACT);
            GuardedDriver guarded = guard(throwing, 0, 50);
            bidding.add(guarded);
            await(throwing.opened(2));
            throwing.throwsInAnswers();

            bidding.remove(guarded, BOUND);

            assertThat(bidding.driverOf(eno("eno4"))).contains("good");
            assertThat(guarded.quarantined().orElseThrow()).contains("to let 0000:0");
        }

        @Test
        void whoLeavesThreadsBehindIsQuarantinedAndTheyAreInterrupted() throws InterruptedException {
            AtomicReference<Thread> leaked = new AtomicReference<>();
            TestDriver leaking = new TestDriver("bad", NicMatch.FAMILY) {
                @Override
                public NicSession open(NicContext context) {
                    Thread thread = new Thread(() -> {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    }, "poller of the vendor");
                    thread.start();
                    leaked.set(thread);
                    return super.open(context);
                }
            };
            GuardedDriver guarded = guard(leaking, 0, 50);
            bidding.add(guarded);
            await(leaking.opened(2));

            TestDriver better = add(new TestDriver("better", NicMatch.EXACT));

            await(better.opened(2));
            await(() -> guarded.quarantined().isPresent());
            assertThat(guarded.quarantined().orElseThrow()).contains("2 threads", "poller of the vendor");
            leaked.get().join(5_000);
            assertThat(leaked.get().isAlive()).isFalse();
        }

        @Test
        void theReleasedBidsAgain() {
            TestDriver throwing = new TestDriver("bad", NicMatch.EXACT);
            GuardedDriver guarded = guard(throwing, 0, 50);
            bidding.add(guarded);
            await(throwing.opened(2));
            throwing.throwsInAnswers();
            assertThat(bidding.ask(eno("eno4"), session -> session.creation(4))).isPresent();
            assertThat(bidding.driverOf(eno("eno4"))).contains("good");
            throwing.behaves();

            guarded.release();
            bidding.settleAll();

            assertThat(bidding.driverOf(eno("eno4"))).contains("bad");
            assertThat(guarded.quarantined()).isEmpty();
        }

        private void isQuarantined(TestDriver driver, String why) {
            GuardedDriver guarded = guard(driver, 0, 50);
            bidding.add(guarded);

            assertThat(bidding.ask(eno("eno4"), NicSession::settable)).isPresent();

            await(() -> guarded.quarantined().isPresent());
            assertThat(guarded.quarantined().orElseThrow()).contains(why);
            assertThat(bidding.driverOf(eno("eno4"))).contains("good");
            assertThat(good.opened(1).getAsBoolean()).isTrue();
            assertThat(host.writes()).isEmpty();
        }
    }

    private NicFunction eno(String name) {
        return tree.nicFunction(host.pciOf(name));
    }

    private TestDriver add(TestDriver driver) {
        return add(driver, 0, bidding.drivers().size());
    }

    private TestDriver add(TestDriver driver, int ranking, long serviceId) {
        bidding.add(guard(driver, ranking, serviceId));
        return driver;
    }

    private GuardedDriver guard(TestDriver driver, int ranking, long serviceId) {
        return guard(driver, ranking, serviceId, BOUND);
    }

    private GuardedDriver guard(TestDriver driver, int ranking, long serviceId, Duration bound) {
        return new GuardedDriver(new GuardedDriver.Identity(driver.name(), "test", "1", ranking, serviceId), driver,
                bound, bidding::settleAll);
    }

    private static Bidding bidding(SimulatedHost host) {
        FunctionTree tree = new FunctionTree(host.files());
        return new Bidding(() -> tree.physicalFunctions().stream().map(tree::nicFunction).toList(),
                function -> new SessionContext(host.files(), host.commands(), function));
    }

    private static void await(BooleanSupplier condition) {
        TestDriver.await(condition);
    }
}
