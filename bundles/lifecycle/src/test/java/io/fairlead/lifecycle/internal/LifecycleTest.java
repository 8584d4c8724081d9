package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.api.lifecycle.HostStatus.State;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.TrialState;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What the verbs do, on a simulated host whose declared state is files. */
class LifecycleTest {

    private final LifecycleBench bench = new LifecycleBench();

    @Test
    void aTryLiesInRunUntilItIsConfirmed() {
        bench.apply("a: {x: one, y: two}");
        assertThat(bench.file("/run/a/x")).contains("one");
        assertThat(bench.file("/etc/a/x")).isEmpty();
        assertThat(bench.status().state()).isEqualTo(State.PENDING);

        bench.confirm();
        assertThat(bench.file("/run/a/x")).isEmpty();
        assertThat(bench.file("/etc/a/x")).contains("one");
        assertThat(bench.status().state()).isEqualTo(State.CONVERGED);
        assertThat(bench.history()).extracting(generation -> generation.result()).containsExactly(Result.CONFIRMED);
    }

    @Test
    void applyingTheSameAgainWritesNothing() {
        bench.apply("a: {x: one}");
        bench.confirm();
        bench.host().forgetWrites();
        assertThat(bench.apply("a: {x: one}").generation()).isEmpty();
        assertThat(bench.host().writes()).isEmpty();
    }

    @Test
    void aDocumentThatChangesNothingOfTheHostIsConfirmedAtOnce() {
        bench.apply("a: {x: one}");
        bench.confirm();
        Outcome outcome = bench.apply("a: {x: one} # with a word why");
        assertThat(outcome.generation().orElseThrow().result()).isEqualTo(Result.CONFIRMED);
        assertThat(outcome.tried()).isEmpty();
    }

    @Test
    void asManyGenerationsAreKeptAsIsConfigured() {
        bench.keepGenerations("2");
        bench.confirmed("a: {x: one}", "a: {x: two}", "a: {x: three}");
        assertThat(bench.history()).extracting(Generation::number).containsExactly(2, 3);
    }

    @Test
    void aConfiguredNumberThatIsNoneKeepsTheUsualOneAndSaysSoOnce() {
        bench.keepGenerations("2");
        String said = SaidOnErr.by(() -> bench.keepGenerations("0"));
        assertThat(said.lines()).singleElement().asString().endsWith(
                "generations of the configuration io.fairlead.lifecycle is '0', which is no number from 1 to 1000, so that 20 are kept: put one there");
        bench.confirmed("a: {x: one}", "a: {x: two}", "a: {x: three}");
        assertThat(bench.history()).hasSize(3);
    }

    @Test
    void theFirstChangeThatFailsHasAllTakenBack() {
        bench.apply("a: {x: one}");
        bench.confirm();
        bench.a().failOn("z");
        FairleadException failure = bench.refused("a: {x: two, y: two, z: two}");
        assertThat(failure.kind()).isEqualTo(Kind.HOST_FAILED);
        assertThat(failure).hasMessage("a z cannot be written: the disk says no; everything is as before");
        assertThat(bench.files()).containsExactly("/etc/a/x=one");
        assertThat(bench.status().state()).isEqualTo(State.CONVERGED);
        assertThat(bench.history()).extracting(generation -> generation.result()).containsExactly(Result.CONFIRMED,
                Result.FAILED);
    }

    @Test
    void whatIsInUseIsRefusedByNameAndNothingIsWritten() {
        bench.apply("a: {x: one}");
        bench.confirm();
        bench.a().hold("x");
        bench.host().forgetWrites();
        FairleadException failure = bench.refused("a: {x: two}");
        assertThat(failure.kind()).isEqualTo(Kind.IN_USE);
        assertThat(failure).hasMessageContaining("guest t1");
        assertThat(bench.host().writes()).isEmpty();
    }

    @Test
    void changesComeAfterWhatTheyFollow() {
        bench.a().follow("x", "y").follow("y", "z");
        assertThat(bench.apply("a: {x: one, y: one, z: one}").made()).containsExactly("make a z", "make a y",
                "make a x");
    }

    @Test
    void changesThatFollowEachOtherAreNamed() {
        bench.a().follow("x", "y").follow("y", "z").follow("z", "x");
        assertThat(bench.refused("a: {x: one, y: one, z: one}"))
                .hasMessageContaining("a x after a y after a z after a x");
    }

    @Test
    void onlyOneTryAtATime() {
        bench.apply("a: {x: one}");
        FairleadException failure = bench.refused("a: {x: two}");
        assertThat(failure.kind()).isEqualTo(Kind.BUSY);
        assertThat(failure).hasMessageContaining("generation 1 is being tried until");
    }

    @Test
    void aLookAtTheHostIsNoChangeAndIsWaitedFor() throws Exception {
        bench.apply("a: {x: one}");
        bench.confirm();
        CountDownLatch looks = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread keeper = new Thread(bench::tend);
        bench.a().atEachLook(() -> {
            if (Thread.currentThread() == keeper) {
                looks.countDown();
                assertThatCode(mayEnd::await).doesNotThrowAnyException();
            }
        });
        keeper.start();
        looks.await();
        assertThat(bench.status().state()).isEqualTo(State.CONVERGED);

        FutureTask<Outcome> verb = new FutureTask<>(() -> bench.apply("a: {x: two}"));
        Thread user = new Thread(verb);
        user.start();
        while (user.getState() != Thread.State.TIMED_WAITING && user.isAlive()) {
            Thread.onSpinWait();
        }
        mayEnd.countDown();
        assertThat(verb.get().made()).containsExactly("change a x");
        keeper.join();
    }

    @Test
    void rollingBackBringsTheOldHostBack() {
        bench.apply("a: {x: one, y: two}");
        bench.confirm();
        List<String> old = bench.files();
        bench.apply("a: {x: other, z: new}");
        bench.rollback();
        assertThat(bench.files()).isEqualTo(old);
        assertThat(bench.status().state()).isEqualTo(State.CONVERGED);
    }

    @Test
    void whatIsNotConfirmedInTimeIsTakenBack() {
        bench.apply("a: {x: one}", Duration.ofSeconds(5));
        bench.afterTheDeadline();
        bench.tend();
        assertThat(bench.files()).isEmpty();
        assertThat(bench.history()).extracting(generation -> generation.result()).containsExactly(Result.ROLLED_BACK);
        assertThat(catchThrowableOfType(FairleadException.class, bench::confirm))
                .hasMessageContaining("nothing is being tried");
    }

    @Test
    void whatSomebodyHoldsStaysAndFollowsWhenTheyLetGo() {
        bench.a().follow("x", "y");
        bench.apply("a: {x: one, y: one, z: one}");
        bench.a().hold("x");
        Outcome outcome = bench.rollback();
        assertThat(outcome.tried().orElseThrow().phase()).isEqualTo(Phase.ROLLED_BACK_EXCEPT);
        assertThat(outcome.notes()).containsExactlyInAnyOrder(
                "a x is left: x is in use by guest t1; it follows by itself",
                "a y is left: a x needs it; it follows by itself");
        assertThat(bench.files()).containsExactly("/run/a/x=one", "/run/a/y=one");
        assertThat(bench.status().state()).isEqualTo(State.STUCK);

        bench.a().letGo("x");
        bench.tend();
        assertThat(bench.files()).isEmpty();
        assertThat(bench.status().state()).isEqualTo(State.UNDECLARED);
    }

    @Test
    void anotherProcessAdoptsAFinishedTryAndUndoesAnInterruptedOne() {
        bench.apply("a: {x: one}");
        bench.restart();
        bench.tend();
        assertThat(bench.file("/run/a/x")).contains("one");
        bench.confirm();
        assertThat(bench.file("/etc/a/x")).contains("one");

        bench.dieAt("writing y");
        assertThat(catchThrowableOfType(LifecycleBench.Death.class, () -> bench.apply("a: {x: two, y: two}")))
                .isNotNull();
        bench.restart();
        bench.tend();
        assertThat(bench.files()).containsExactly("/etc/a/x=one");
    }

    @Test
    void aTryOfThisVeryProcessIsNotAdoptedAtEachEvent() {
        bench.host().putFile(HostPath.PROC.resolve("self/stat"), "77 (java) S" + " 1".repeat(19));
        bench.apply("a: {x: one}");
        bench.host().forgetWrites();
        bench.tend();
        assertThat(bench.host().writes()).isEmpty();
    }

    @Test
    void aRebootEndsATry() {
        bench.apply("a: {x: one}");
        bench.reboot();
        bench.tend();
        assertThat(bench.files()).isEmpty();
        assertThat(bench.history()).extracting(generation -> generation.result()).containsExactly(Result.ROLLED_BACK);
    }

    @Test
    void whatNeedsARebootIsTriedAloneAndTheRestFollowsAfterIt() {
        bench.a().needReboot("kernel");
        Outcome outcome = bench.apply("a: {x: one, kernel: args}");
        assertThat(outcome.tried().orElseThrow().phase()).isEqualTo(Phase.AWAITING_REBOOT);
        assertThat(bench.file("/run/a/x")).isEmpty();
        assertThat(catchThrowableOfType(FairleadException.class, bench::confirm)).hasMessageContaining("reboot");

        bench.reboot("/run/a/kernel");
        bench.a().booted(TrialState.IN_FORCE);
        bench.tend();
        assertThat(bench.file("/run/a/x")).contains("one");
        assertThat(bench.status().tried().orElseThrow().phase()).isEqualTo(Phase.TRIED);
        bench.confirm();
        assertThat(bench.file("/etc/a/kernel")).contains("args");
        assertThat(bench.file("/etc/a/x")).contains("one");
    }

    /** What is there late in a boot, a card or a daemon, is a matter of the single change. */
    @Test
    void afterTheRebootADocumentIsNotCheckedAgain() {
        bench.a().needReboot("kernel");
        bench.apply("a: {x: one, kernel: args}");
        bench.reboot("/run/a/kernel");
        bench.a().booted(TrialState.IN_FORCE);
        bench.a().doubt();
        bench.tend();
        assertThat(bench.status().tried().orElseThrow().phase()).isEqualTo(Phase.TRIED);
    }

    @Test
    void aTrialBootThatFailedIsTakenBack() {
        bench.a().needReboot("kernel");
        bench.apply("a: {x: one, kernel: args}");
        bench.reboot();
        bench.a().booted(TrialState.LOST);
        bench.tend();
        assertThat(bench.files()).isEmpty();
        assertThat(bench.history()).extracting(generation -> generation.result()).containsExactly(Result.FAILED);
    }

    @Test
    void aChangeByOthersIsDriftAndGoneWhenItIsTakenBack() {
        bench.apply("a: {x: one}");
        bench.confirm();
        bench.put("/etc/a/x", "other");
        bench.tend();
        assertThat(bench.status().state()).isEqualTo(State.DRIFTED);
        assertThat(bench.status().drifts()).extracting(drift -> drift.resource() + ": " + drift.what())
                .containsExactly("a x: text is other and not one");
        bench.put("/etc/a/x", "one");
        assertThat(bench.status().state()).isEqualTo(State.CONVERGED);
    }

    @Test
    void underEnforceADriftIsBroughtBack() {
        bench.apply("{policy: enforce, a: {x: one}}");
        bench.confirm();
        bench.delete("/etc/a/x");
        bench.tend();
        assertThat(bench.file("/etc/a/x")).contains("one");
        assertThat(bench.status().state()).isEqualTo(State.CONVERGED);
    }

    @Test
    void aSectionWhoseProviderIsAbsentWaits() {
        Outcome outcome = bench.apply("{a: {x: one}, systemd: {y: one}}");
        assertThat(outcome.notes()).containsExactly("the section systemd waits for a bundle that looks after it");
        bench.confirm();
        assertThat(bench.status().state()).isEqualTo(State.WAITING);
        bench.arrive("systemd");
        bench.tend();
        assertThat(bench.status().state()).isEqualTo(State.DRIFTED);
    }

    @Test
    void ejectingLeavesTheFilesAndForgetsThem() {
        bench.apply("a: {x: one}");
        bench.confirm();
        assertThat(bench.lifecycle().eject().made()).containsExactly("/etc/a/x");
        assertThat(bench.files()).containsExactly("/etc/a/x=one");
        assertThat(bench.file("/var/lib/fairlead/confirmed")).isEmpty();
        assertThat(bench.status().state()).isEqualTo(State.UNDECLARED);
    }
}
