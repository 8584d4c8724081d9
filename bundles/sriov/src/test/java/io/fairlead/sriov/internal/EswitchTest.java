package io.fairlead.sriov.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.spi.nic.EswitchOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eswitch modes and representors, on hosts whose NICs take another mode at different times. */
@Timeout(60)
class EswitchTest {

    /** ice refuses while there are VFs. */
    @Nested
    class Ice {

        private static final String PF = "ens4f0";
        private final Stage stage = Stage.on(SimulatedHosts.e810(),
                Stage.Session.switching(EswitchOrder.WITHOUT_VFS));

        @Test
        void makesVfsAnewForAnotherModeAndSaysSo() {
            stage.host().createVfs(PF, 4);
            stage.host().forgetWrites();

            EswitchChange change = stage.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV);

            assertThat(change.before()).isEqualTo(EswitchMode.LEGACY);
            assertThat(change.after()).isEqualTo(EswitchMode.SWITCHDEV);
            assertThat(change.notes()).singleElement().asString().contains("all VFs are new");
            assertThat(stage.host().writes()).containsExactly(vfs("0000:10:00.0", 0),
                    "0000:10:00.0 eswitch switchdev", vfs("0000:10:00.0", 4));
            assertThat(stage.inventory().physicalFunction(PF).functions()).extracting(VirtualFunction::representor)
                    .containsExactly(
                            Optional.of("ens4f0npf0vf0"), Optional.of("ens4f0npf0vf1"), Optional.of("ens4f0npf0vf2"),
                            Optional.of("ens4f0npf0vf3"));
        }

        @Test
        void writesNothingWhereTheModeIsSo() {
            EswitchChange change = stage.sriov().setEswitchMode(PF, EswitchMode.LEGACY);

            assertThat(change.written()).isFalse();
            assertThat(stage.host().writes()).isEmpty();
        }

        @Test
        void putsItsVfsBackWhenTheKernelRefuses() {
            Stage wrong = Stage.on(SimulatedHosts.e810(), Stage.Session.switching(EswitchOrder.WITH_VFS_UNBOUND));
            wrong.host().createVfs(PF, 4);
            List<Optional<String>> drivers = drivers(wrong.inventory().physicalFunction(PF));

            refuses(Kind.HOST_FAILED, "ice: Changing eswitch mode is allowed only if there is no VFs created",
                    () -> wrong.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV));

            PhysicalFunction after = wrong.inventory().physicalFunction(PF);
            assertThat(after.eswitchMode()).contains(EswitchMode.LEGACY);
            assertThat(drivers(after)).isEqualTo(drivers);
        }
    }

    /** mlx5 wants VFs, and that no driver has them. */
    @Nested
    class Mlx5 {

        private static final String PF = "ens2f0np0";
        private final Stage stage = Stage.on(SimulatedHosts.connectx6(),
                Stage.Session.switching(EswitchOrder.WITH_VFS_UNBOUND));

        @Test
        void bindsVfsAnewForAnotherModeAndKeepsThem() {
            PhysicalFunction before = pf(PF);

            EswitchChange change = stage.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV);

            assertThat(change.after()).isEqualTo(EswitchMode.SWITCHDEV);
            assertThat(change.notes()).isEmpty();
            assertThat(stage.host().writes()).noneMatch(write -> write.contains("sriov_numvfs"));
            assertThat(pf(PF).functions()).extracting(VirtualFunction::pci)
                    .isEqualTo(before.functions().stream().map(VirtualFunction::pci).toList());
            assertThat(drivers(pf(PF))).isEqualTo(drivers(before));
            assertThat(pf(PF).functions()).allMatch(vf -> vf.representor().isPresent());
        }

        @Test
        void makesVfsUnboundForSwitchdevAndGivesThemTheirDriverAfter() {
            stage.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV);
            stage.sriov().setVfs(PF, 8, Optional.empty(), false);

            PhysicalFunction after = pf(PF);
            assertThat(after.eswitchMode()).contains(EswitchMode.SWITCHDEV);
            assertThat(after.probe()).isTrue();
            assertThat(after.functions()).hasSize(8)
                    .allMatch(vf -> vf.driver().equals(Optional.of("mlx5_core")) && vf.representor().isPresent());
        }

        @Test
        void goesBackToLegacyAndTheRepresentorsGo() {
            stage.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV);

            assertThat(stage.sriov().setEswitchMode(PF, EswitchMode.LEGACY).after()).isEqualTo(EswitchMode.LEGACY);

            assertThat(pf(PF).functions()).noneMatch(vf -> vf.representor().isPresent());
            assertThat(drivers(pf(PF))).containsOnly(Optional.of("mlx5_core"));
        }

        @Test
        void refusesWhileAGuestHasAVfAndWritesNothing() {
            stage.host().hold(PF, 2, "t1");
            stage.host().forgetWrites();

            refuses(Kind.IN_USE, "VF 2 by guest t1", () -> stage.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV));

            assertThat(stage.host().writes()).isEmpty();
        }

        @Test
        void bindsItsVfsAgainWhenTheKernelRefuses() {
            Stage ignorant = Stage.on(SimulatedHosts.connectx6(), Stage.Session.switching(EswitchOrder.WITH_VFS));

            refuses(Kind.HOST_FAILED, "ens2f0np0 is not in eswitch mode switchdev",
                    () -> ignorant.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV));

            assertThat(drivers(ignorant.inventory().physicalFunction(PF))).containsOnly(Optional.of("mlx5_core"));
        }

        @Test
        void knowsThePfsInterfaceAmongItsRepresentors() {
            stage.host().rename(PF, "uplink");
            stage.sriov().setEswitchMode("uplink", EswitchMode.SWITCHDEV);
            stage.host().rename("uplink", "zz0");

            assertThat(pf("0000:c1:00.0").name()).contains("zz0");
        }

        @Test
        void isDeclaredAndTakenBackLikeTheRest() {
            Declaration declared = new Declaration(Map.of("physicalFunctions",
                    Map.of(PF, Map.of("virtualFunctions", 4L, "eswitchMode", "switchdev"))));
            assertThat(stage.provider().check(declared, stage.inventory())).isEmpty();
            ResourceChange change = stage.provider().plan(declared, Persistence.TRY, stage.inventory()).getFirst();
            assertThat(change.before()).containsEntry("eswitch", "legacy");
            assertThat(change.effects()).extracting(Effect::kind).containsExactly(Effect.Kind.LINK_FLAP);

            stage.provider().set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
            });
            assertThat(pf(PF).eswitchMode()).contains(EswitchMode.SWITCHDEV);
            assertThat(stage.provider().plan(declared, Persistence.KEEP, stage.inventory())).isEmpty();
            assertThat(stage.provider().describe().orElseThrow().get(PF)).asString()
                    .contains("eswitchMode=switchdev");
            assertThat(stage.provider().nativeUndo(change)).asString().contains("eswitch legacy");

            stage.provider().undo(change, _ -> {
            });
            assertThat(pf(PF).eswitchMode()).contains(EswitchMode.LEGACY);
            assertThat(pf(PF).functions()).hasSize(4);
        }

        private PhysicalFunction pf(String name) {
            return stage.inventory().physicalFunction(name);
        }
    }

    /** bnxt wants VFs, does nothing while its interface is down, and is legacy again without VFs. */
    @Nested
    class Bnxt {

        private static final String PF = "ens5f0np0";
        private final Stage stage = Stage.on(SimulatedHosts.bnxt(), new Stage.Session(Stage.ALL,
                Stage.WITHIN.withInterfaceUp(), Optional.of(EswitchOrder.WITH_VFS)));

        @Test
        void keepsSwitchdevAcrossAnotherCount() {
            stage.sriov().setVfs(PF, 2, Optional.of(false), false);
            stage.sriov().setEswitchMode(PF, EswitchMode.SWITCHDEV);

            CountChange change = stage.sriov().setVfs(PF, 4, Optional.empty(), false);

            assertThat(change.after()).isEqualTo(4);
            PhysicalFunction after = stage.inventory().physicalFunction(PF);
            assertThat(after.eswitchMode()).contains(EswitchMode.SWITCHDEV);
            assertThat(after.functions()).allMatch(vf -> vf.representor().isPresent());
        }

        @Test
        void removesVfsThoughTheInterfaceWasSetDown() {
            stage.sriov().setVfs(PF, 2, Optional.of(false), false);
            stage.host().setDown(PF);

            assertThat(stage.sriov().setVfs(PF, 0, Optional.empty(), false).after()).isZero();
        }

        @Test
        void saysThatSwitchdevNeedsVfs() {
            Declaration declared = new Declaration(Map.of("physicalFunctions",
                    Map.of(PF, Map.of("virtualFunctions", 0L, "eswitchMode", "switchdev"))));

            assertThat(stage.provider().check(declared, stage.inventory())).singleElement()
                    .satisfies(problem -> assertThat(problem.message()).contains("only with VFs"));
        }
    }

    @Test
    void refusesForANicWithoutAnEswitch() {
        Stage igb = Stage.on(SimulatedHosts.igb());

        refuses(Kind.NOT_CAPABLE, "eno4 has no eswitch mode to set",
                () -> igb.sriov().setEswitchMode("eno4", EswitchMode.SWITCHDEV));
        assertThat(igb.host().writes()).isEmpty();
        assertThat(igb.inventory().physicalFunction("eno4").eswitchMode()).isEmpty();
    }

    /** As on XXV710, sriov-network-operator pull request 233. */
    @Test
    void bindsAVfOnceMoreThatHasNoInterface() {
        Stage x710 = Stage.on(SimulatedHosts.x710(),
                Stage.Session.wanting(Stage.WITHIN.bindingAgainAfter(Duration.ofMillis(50))));
        x710.host().faults().missInterface("ens1f0", 1);

        CountChange change = x710.sriov().setVfs("ens1f0", 3, Optional.empty(), false);

        assertThat(change.notes()).isEmpty();
        assertThat(x710.inventory().physicalFunction("ens1f0").functions())
                .allMatch(vf -> vf.name().isPresent() && vf.driver().equals(Optional.of("iavf")));
    }

    @Test
    void leavesAVfWithoutInterfaceWhereNoDriverSaysThatItHelps() {
        Stage x710 = Stage.on(SimulatedHosts.x710());
        x710.host().faults().missInterface("ens1f0", 1);

        x710.sriov().setVfs("ens1f0", 3, Optional.empty(), false);

        assertThat(x710.host().interfaceOf("ens1f0", 1)).isEmpty();
    }

    private static List<Optional<String>> drivers(PhysicalFunction pf) {
        return pf.functions().stream().map(VirtualFunction::driver).toList();
    }

    private static String vfs(String pci, int count) {
        return "bus/pci/devices/%s/sriov_numvfs=%d".formatted(pci, count);
    }

    private static void refuses(Kind kind, String words, ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageContaining(words).isInstanceOfSatisfying(FairleadException.class,
                refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
