package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Operation;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.Step;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A removal waits for whoever has the VF open through VFIO (vfio_unregister_group_dev, drivers/vfio/vfio_main.c). */
class HeldVfTest {

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Root root = new Root(host);

    @Test
    void theRemovalWaitsForTheGuestAndItsCallerDoesNot() {
        HostPath held = root.device("eno5", 0);

        Outcome outcome = root.runAlthoughHeld("eno5", "t1", root.count("eno5", "0"));

        assertThat(outcome).isInstanceOf(Outcome.Unfinished.class);
        assertThat(record().state()).isEqualTo(Operation.State.STUCK);
        assertThat(record().describe()).endsWith(", waiting for guest t1");
        assertThat(host.files().exists(held)).isTrue();
        assertThat(host.files().linkName(held.resolve("driver"))).isEmpty();
        assertThat(host.files().list(root.device("eno5"))).contains("virtfn1", "virtfn6").doesNotContain("virtfn0");
        assertThat(host.numVfs("eno5")).isEqualTo(7);
    }

    @Test
    void theRestAnswersMeanwhile() {
        root.runAlthoughHeld("eno5", "t1", root.count("eno5", "0"));

        assertThat(host.links().links()).filteredOn(link -> link.name().equals("eno5"))
                .allSatisfy(link -> assertThat(link.vfs()).hasSize(7));
        assertThat(root.setCount("eno4", "3")).isEqualTo("done");
    }

    @Test
    void aSecondOperationOnTheSameFunctionIsRefused() {
        root.runAlthoughHeld("eno5", "t1", root.count("eno5", "0"));

        assertThatThrownBy(() -> root.setCount("eno5", "0")).isInstanceOfSatisfying(FairleadException.class,
                e -> assertThat(e.kind()).isEqualTo(Kind.BUSY)).hasMessageContaining("change eno5");
    }

    @Test
    void whenTheGuestEndsTheRestIsDoneWithNobodysHelp() {
        root.runAlthoughHeld("eno5", "t1", root.count("eno5", "0"), root.count("eno5", "4"),
                new Step.AwaitVfs(root.device("eno5"), 4, Root.MINUTE));

        host.release("t1");

        awaitEndOfOperation();
        assertThat(host.files().list(root.device("eno5"))).contains("virtfn3").doesNotContain("virtfn4");
        assertThat(host.processes().deviceUsers()).isEmpty();
    }

    @Test
    void libvirtGivesTheVfBackWhenItsGuestEnds() {
        host.createVfs("eno4", 1);
        host.hold("eno4", 0, "t2");
        assertThat(host.interfaceOf("eno4", 0)).isEmpty();

        host.release("t2");

        assertThat(host.interfaceOf("eno4", 0)).contains("eno4v0");
        assertThat(host.files().list(HostPath.RUN.resolve("libvirt/qemu"))).containsExactly("t1.xml");
    }

    @ParameterizedTest
    @EnumSource(names = {"VFIO_GROUP", "VFIO_DEVICE"})
    void aProcessOtherThanAGuestIsWaitedForToo(DeviceKind kind) throws Exception {
        host.createVfs("eno4", 2);
        long pid = host.open("eno4", 1, kind, "dpdk-testpmd");

        assertThat(root.runAlthoughHeld("eno4", "none", root.count("eno4", "0")))
                .isInstanceOf(Outcome.Unfinished.class);

        host.exit(pid);
        awaitEndOfOperation();
        assertThat(host.numVfs("eno4")).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"RDMA", "VDPA", "UIO"})
    void otherOpenersLoseTheVf(DeviceKind kind) {
        host.createVfs("eno4", 2);
        host.open("eno4", 1, kind, "program");
        int before = host.processes().deviceUsers().size();

        assertThat(root.setCount("eno4", "0")).isEqualTo("done");
        assertThat(host.processes().deviceUsers()).hasSize(before - 1);
    }

    @Test
    void aReadThatWouldHangFailsLoudlyAtEveryTime() {
        assertThatThrownBy(() -> host.files().read(root.device("eno4").resolve("sriov_numvfs")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("device lock");
        assertThatThrownBy(() -> host.files().read(root.device("eno5", 1).resolve("driver_override")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("device lock");
    }

    @Test
    void aTestIsNotMadeToWait() {
        assertThatThrownBy(() -> host.createVfs("eno5", 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> host.unbindPf("eno5")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void unbindingAHeldVfWaitsToo() {
        Step unbind = new Step.Write(root.device("eno5", 0).resolve("driver/unbind"),
                host.pciOf("eno5", 0).toString());

        assertThat(root.runAlthoughHeld("eno5", "t1", unbind)).isInstanceOf(Outcome.Unfinished.class);

        host.release("t1");
        awaitEndOfOperation();
        assertThat(host.driverOf("eno5", 0)).isEmpty();
    }

    @Test
    void theCallersPatienceEndsByTheHostsClock() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            root.run("eno5", Duration.ofMinutes(3), root.count("eno5", "0"));
            answered.countDown();
        });
        awaitState(Operation.State.STUCK);
        assertThat(answered.getCount()).isOne();

        host.skip(Duration.ofMinutes(4));

        assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitOfTheCallerAlone() {
        Thread.currentThread().interrupt();

        Outcome outcome = root.run("eno5", Root.MINUTE, root.count("eno5", "0"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isInstanceOf(Outcome.Unfinished.class);
        assertThat(host.operations().records()).containsKey(host.pciOf("eno5"));
    }

    private Operation record() {
        return host.operations().records().get(host.pciOf("eno5"));
    }

    private void awaitEndOfOperation() {
        host.awaitThat(() -> host.operations().records().isEmpty());
    }

    private void awaitState(Operation.State state) {
        host.awaitThat(() -> host.operations().records().values().stream().anyMatch(o -> o.state() == state));
    }
}
