package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Operation;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Hosts that go wrong. */
class FaultsTest {

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.x710());
    private final Root root = new Root(host);

    @Test
    void aDriverThatCreatesFewerAnswersSuccess() {
        host.faults().createAtMost("ens1f0", 5);

        assertThat(root.setCount("ens1f0", "8")).isEqualTo("done");
        assertThat(host.numVfs("ens1f0")).isEqualTo(5);
    }

    @Test
    void waitingForVfsThatNeverComeTellsHowManyThereAre() {
        host.faults().createAtMost("ens1f0", 5);

        Outcome outcome = root.run("ens1f0", Root.MINUTE, root.count("ens1f0", "8"), awaitVfs(8));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.step()).isEqualTo(awaitVfs(8));
            assertThat(failed.error()).startsWith("the kernel took 8, but there were 5 after 60 s");
        });
        assertThat(host.operations().records()).isEmpty();
    }

    @Test
    void lateLinksAreWaitedFor() {
        host.faults().withholdLinks("ens1f0");
        CompletableFuture<Outcome> outcome = CompletableFuture
                .supplyAsync(() -> root.run("ens1f0", Root.MINUTE, root.count("ens1f0", "8"), awaitVfs(8)));
        host.awaitThat(() -> host.numVfs("ens1f0") == 8);
        assertThat(host.files().list(root.device("ens1f0"))).noneMatch(name -> name.startsWith("virtfn"));
        assertThat(host.files().exists(root.device("ens1f0", 0))).isTrue();
        assertThat(host.files().exists(root.device("ens1f0", 0).resolve("physfn"))).isFalse();

        host.faults().releaseLinks("ens1f0");

        assertThat(outcome.join()).isEqualTo(new Outcome.Done());
        assertThat(host.files().list(root.device("ens1f0"))).contains("virtfn0", "virtfn7");
        assertThat(host.interfaceOf("ens1f0", 7)).contains("ens1f0v7");
    }

    @Test
    void linksComeByThemselvesWhenTheirTimeHasCome() {
        host.faults().delayLinks("ens1f0", Duration.ofSeconds(22));
        CompletableFuture<Outcome> outcome = CompletableFuture
                .supplyAsync(() -> root.run("ens1f0", Root.MINUTE, root.count("ens1f0", "64"), awaitVfs(64)));
        host.awaitThat(() -> host.numVfs("ens1f0") == 64);
        assertThat(outcome).isNotDone();

        host.skip(Duration.ofSeconds(23));

        assertThat(outcome.join()).isEqualTo(new Outcome.Done());
    }

    @Test
    void linksThatComeAfterTheSettleTimeAreAFailureThatIsKept() {
        host.faults().withholdLinks("ens1f0");
        Outcome outcome = root.run("ens1f0", Duration.ZERO, root.count("ens1f0", "8"), awaitVfs(8));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unfinished.class,
                unfinished -> assertThat(unfinished.record().state()).isEqualTo(Operation.State.RUNNING));
        host.awaitThat(() -> host.numVfs("ens1f0") == 8);

        host.skip(Root.MINUTE.plusSeconds(1));

        host.awaitThat(() -> record().state() == Operation.State.FAILED);
        assertThat(record().error()).contains("there were 0 after 60 s");

        host.faults().releaseLinks("ens1f0");
        host.awaitThat(() -> host.files().exists(root.device("ens1f0").resolve("virtfn7")));
        assertThat(root.setCount("ens1f0", "0")).isEqualTo("done");
        assertThat(host.operations().records()).isEmpty();
    }

    @Test
    void pastItsBoundAnOperationCountsAsStuck() {
        host.faults().withholdLinks("ens1f0");
        Step patient = new Step.AwaitVfs(root.device("ens1f0"), 8, Duration.ofMinutes(10));
        root.run("ens1f0", Duration.ZERO, root.count("ens1f0", "8"), patient);

        host.skip(Root.MINUTE.plusSeconds(1));

        assertThat(record().state()).isEqualTo(Operation.State.STUCK);
        host.faults().releaseLinks("ens1f0");
        host.awaitThat(() -> host.operations().records().isEmpty());
    }

    @Test
    void stepsAfterAFailedOneAreNotDone() {
        Outcome outcome = root.run("ens1f0", Root.MINUTE, new Step.SetUp("ens9"), root.count("ens1f0", "8"));

        assertThat(Root.said(outcome)).isEqualTo("ens9 cannot be set up: Cannot find device \"ens9\"");
        assertThat(host.writes()).containsExactly("ens9 up");
        assertThat(host.numVfs("ens1f0")).isZero();
    }

    @Test
    void anotherWriterIsNamed() {
        host.writerLock().claim();
        host.faults().claimForAnother("pid 4711, sriov:setVfs eno4 7");

        assertThatThrownBy(() -> host.writerLock().claim())
                .isInstanceOfSatisfying(FairleadException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                .hasMessageContaining("pid 4711");
    }

    @Test
    void whoIsNotRootMayNeitherWriteNorSeeOthersProcesses() {
        host.createVfs("ens1f0", 1);
        host.hold("ens1f0", 0, "t1");
        host.faults().dropPrivileges();

        assertThat(List.of(kindOf(() -> host.writerLock().claim()), kindOf(() -> host.processes().deviceUsers())))
                .containsOnly(Kind.NOT_CAPABLE);
    }

    @Test
    void aProgramThatIsNotThereIsAFailureOfTheHost() {
        assertThat(kindOf(() -> host.commands().run(Root.MINUTE, List.of("iperf3", "-s")))).isEqualTo(
                Kind.HOST_FAILED);
    }

    private static Kind kindOf(Runnable action) {
        try {
            action.run();
        } catch (FairleadException e) {
            return e.kind();
        }
        throw new AssertionError("it was not refused");
    }

    private Step awaitVfs(int count) {
        return new Step.AwaitVfs(root.device("ens1f0"), count, Root.MINUTE);
    }

    private Operation record() {
        return host.operations().records().get(host.pciOf("ens1f0"));
    }
}
