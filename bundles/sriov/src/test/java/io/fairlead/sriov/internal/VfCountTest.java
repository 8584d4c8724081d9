package io.fairlead.sriov.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.CountChange;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Operation;
import io.fairlead.host.simulated.DeviceKind;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating and removing VFs, on a host like the seed's: eno4 without VFs, eno5 with 7 of which guest t1 has VF 0. */
@Timeout(60)
class VfCountTest {

    private final Stage stage = Stage.on(SimulatedHosts.igb());

    @Test
    void createsVfsThatTheHostDoesNotProbe() {
        CountChange change = set("eno4", 7, Optional.of(false), false);

        assertThat(change.before()).isZero();
        assertThat(change.after()).isEqualTo(7);
        assertThat(stage.inventory().physicalFunction("eno4").functions()).hasSize(7)
                .allSatisfy(vf -> assertThat(vf.name()).isEmpty());
        assertThat(stage.inventory().physicalFunction("eno4").probe()).isFalse();
    }

    @Test
    void writesNothingWhereAllIsSo() {
        set("eno4", 7, Optional.of(false), false);
        stage.host().forgetWrites();

        CountChange again = set("eno4", 7, Optional.of(false), false);

        assertThat(again.written()).isFalse();
        assertThat(stage.host().writes()).isEmpty();
    }

    @Test
    void goesThroughZeroToAnotherCountAndSaysSo() {
        set("eno4", 7, Optional.of(false), false);
        stage.host().forgetWrites();

        CountChange change = set("eno4", 4, Optional.empty(), false);

        assertThat(change.after()).isEqualTo(4);
        assertThat(change.notes()).singleElement().asString().contains("through 0");
        assertThat(stage.host().writes()).containsExactly(count("eno4", 0), count("eno4", 4));
    }

    @Test
    void addsNothingButTheCountWhereThereWereNone() {
        set("eno4", 3, Optional.empty(), false);

        assertThat(stage.host().writes()).containsExactly(count("eno4", 3));
    }

    @Test
    void probingAloneConcernsNewVfsAndSaysSo() {
        set("eno4", 2, Optional.empty(), false);
        stage.host().forgetWrites();

        CountChange change = set("eno4", 2, Optional.of(false), false);

        assertThat(change.notes()).singleElement().asString().contains("keep their drivers");
        assertThat(stage.host().writes()).hasSize(1).allMatch(write -> write.contains("autoprobe=0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 8, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesACountTheHardwareDoesNotHave(int count) {
        refused(Kind.USAGE, () -> set("eno4", count, Optional.empty(), false), String.valueOf(count), "0 to 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../etc", "$(id)", "-rf", "eno4 ", "eno99", "a234567890123456", "0000:01:00.7"})
    void refusesNamesThatNameNothing(String name) {
        refused(Kind.USAGE, () -> set(name, 1, Optional.empty(), false), name.strip());
    }

    @Test
    void refusesWhatHasNoSriov() {
        refused(Kind.NOT_CAPABLE, () -> set("eth0", 1, Optional.empty(), false), "eth0", "SR-IOV");
    }

    @Test
    void refusesAVfAndNamesItsPf() {
        String vf = stage.host().pciOf("eno5", 3).toString();

        refused(Kind.NOT_CAPABLE, () -> set(vf, 1, Optional.empty(), false), "eno5");
    }

    @Test
    void controlCharactersInANameDoNotReachTheTerminal() {
        assertThatThrownBy(() -> set("eno4\u001b[31m\n", 1, Optional.empty(), false)).message()
                .doesNotContain("\u001b", "\n").contains("\\u001b");
    }

    /** Everything that can hold a VF keeps it, by name. */
    @Nested
    class Held {

        @Test
        void byAGuest() {
            refused(Kind.IN_USE, () -> set("eno5", 4, Optional.empty(), false), "VF 0", "guest t1", "--force");
            refused(Kind.IN_USE, () -> set("eno5", 0, Optional.empty(), false), "guest t1");
        }

        @Test
        void byAGuestThroughTheDeviceOfItsOwn() {
            created();
            stage.host().holdThroughDevice("eno4", 1, "t2");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "VF 1", "guest t2");
        }

        @Test
        void bySeveralAndNamesEachOfThem() {
            stage.host().hold("eno5", 3, "t3");

            refused(Kind.IN_USE, () -> set("eno5", 4, Optional.empty(), false), "guest t1", "VF 3", "guest t3");
        }

        @ParameterizedTest
        @EnumSource
        void byAProgram(DeviceKind kind) {
            created();
            stage.host().open("eno4", 2, kind, "testpmd");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "VF 2", "testpmd");
        }

        @Test
        void byAnAfXdpSocket() {
            created();
            stage.host().openXdp("eno4", 2, "xdpsock");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "xdpsock", "AF_XDP");
        }

        @Test
        void byAnotherNetworkNamespace() {
            created();
            stage.host().moveToNamespace("eno4", 1, "blue");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "VF 1", "network namespace blue");
        }

        @Test
        void byAnAddress() {
            created();
            stage.host().addAddress("eno4", 1, "192.0.2.1/24");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "192.0.2.1/24");
        }

        @Test
        void byARoute() {
            created();
            stage.host().addRoute("eno4", 1, "198.51.100.0/24");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "198.51.100.0/24");
        }

        @Test
        void byABridge() {
            created();
            stage.host().setMaster("eno4", 1, "br0");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "master br0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"macvtap", "macvlan", "vlan"})
        void byAnInterfaceOnTop(String kind) {
            created();
            stage.host().addOnTop("eno4", 1, kind, "upper0");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), kind + " upper0");
        }

        @Test
        void byAMacvlanThatAContainerHas() {
            created();
            stage.host().addOnTop("eno4", 1, "macvlan", "eth0", "blue");

            refused(Kind.IN_USE, () -> set("eno4", 0, Optional.empty(), false), "macvlan eth0",
                    "network namespace blue");
        }

        @Test
        void andNothingIsWritten() {
            assertThatThrownBy(() -> set("eno5", 4, Optional.of(true), false)).isInstanceOf(FairleadException.class);

            assertThat(stage.host().writes()).isEmpty();
            assertThat(stage.host().numVfs("eno5")).isEqualTo(7);
        }

        private void created() {
            set("eno4", 4, Optional.of(true), false);
            stage.host().forgetWrites();
        }
    }

    @Test
    void forceAnswersTellsWhomTheKernelWaitsForAndEndsWithTheGuest() throws Exception {
        CountChange change = set("eno5", 4, Optional.empty(), true);

        assertThat(change.pending()).hasValueSatisfying(
                operation -> assertThat(operation.describe()).contains("stuck since", "waiting for guest t1"));
        assertThat(stage.inventory().physicalFunctions()).hasSize(2);
        assertThat(stage.inventory().physicalFunction("eno5").operation())
                .hasValueSatisfying(o -> assertThat(o.state()).isEqualTo(Operation.State.STUCK));
        refused(Kind.BUSY, () -> set("eno5", 2, Optional.empty(), true), "guest t1");

        stage.host().release("t1");

        while (stage.inventory().physicalFunction("eno5").operation().isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(stage.inventory().physicalFunction("eno5").numVfs()).isEqualTo(4);
    }

    @Test
    void aDriverThatSucceedsAndCreatesFewerIsNotBelieved() {
        stage.host().faults().createAtMost("eno4", 3);

        refused(Kind.HOST_FAILED, () -> set("eno4", 7, Optional.empty(), false), "3", "7");
    }

    @Test
    void theOldNumberIsPutBackWhereTheNewOneDoesNotFit() {
        set("eno4", 4, Optional.of(false), false);
        stage.host().faults().shortenRoom("eno4", 5);

        refused(Kind.HOST_FAILED, () -> set("eno4", 7, Optional.empty(), false), "eno4 has 4 VFs now, not 7",
                "Cannot allocate memory", "made anew");

        assertThat(stage.inventory().physicalFunction("eno4").numVfs()).isEqualTo(4);
        assertThat(stage.inventory().physicalFunction("eno4").operation()).isEmpty();
    }

    @Test
    void aPfThatMustBeUpIsSetUpFirst() {
        Stage bnxt = Stage.on(SimulatedHosts.bnxt(),
                Stage.Session.wanting(VfCreation.within(Duration.ofSeconds(30)).withInterfaceUp()));

        assertThat(bnxt.sriov().setVfs("ens5f0np0", 4, Optional.empty(), false).after()).isEqualTo(4);
    }

    @Test
    void withoutATotalTheKernelSaysWhatIsTooMany() {
        Stage netdevsim = Stage.on(SimulatedHosts.netdevsim());

        assertThat(netdevsim.sriov().setVfs("eni1np1", 4, Optional.empty(), false).after()).isEqualTo(4);
        refused(Kind.NOT_CAPABLE, () -> netdevsim.sriov().setVfs("eni1np1", 4, Optional.of(false), false),
                "sriov_drivers_autoprobe");
        refused(Kind.HOST_FAILED, () -> netdevsim.sriov().setVfs("eni1np1", 5, Optional.empty(), false),
                "Cannot allocate memory");
    }

    private CountChange set(String pf, int count, Optional<Boolean> probe, boolean force) {
        return stage.sriov().setVfs(pf, count, probe, force);
    }

    private String count(String pf, int count) {
        return "bus/pci/devices/%s/sriov_numvfs=%d".formatted(stage.host().pciOf(pf), count);
    }

    static void refused(Kind kind, ThrowingCallable request, String... words) {
        assertThatThrownBy(request).isInstanceOfSatisfying(FairleadException.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(kind);
            List.of(words).forEach(word -> assertThat(refusal.getMessage()).contains(word));
        });
    }
}
