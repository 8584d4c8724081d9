package io.fairlead.sriov.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Holder;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.DeviceKind;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {

    @Test
    void listsThePfsOfTheHostAndNothingElse() {
        List<PhysicalFunction> pfs = Stage.on(SimulatedHosts.igb()).inventory().physicalFunctions();

        assertThat(pfs).extracting(PhysicalFunction::label).containsExactly("eno4", "eno5");
        assertThat(pfs.getFirst()).satisfies(eno4 -> {
            assertThat(eno4.vendorId()).isEqualTo(0x8086);
            assertThat(eno4.deviceId()).isEqualTo(0x10C9);
            assertThat(eno4.driver()).contains("igb");
            assertThat(eno4.totalVfs()).contains(7);
            assertThat(eno4.numVfs()).isZero();
            assertThat(eno4.probe()).isTrue();
        });
    }

    @Test
    void findsVfsWhateverTheirNamesAndAddresses() {
        PhysicalFunction mlx5 = Stage.on(SimulatedHosts.connectx6()).inventory().physicalFunction("ens2f0np0");

        assertThat(mlx5.functions()).hasSize(4)
                .allSatisfy(vf -> assertThat(vf.name()).hasValueSatisfying(name -> assertThat(name).contains("v")));
    }

    @Test
    void findsAPfByItsAddress() {
        assertThat(Stage.on(SimulatedHosts.igb()).inventory().physicalFunction("01:00.0").name()).contains("eno4");
    }

    @Test
    void listsFourThousandVfs() {
        assertThat(Stage.on(SimulatedHosts.large()).inventory().physicalFunctions()).hasSize(32)
                .allSatisfy(pf -> assertThat(pf.functions()).hasSize(128));
    }

    @Test
    void aSnapshotIsOfOneTimeWhateverBecomesOfTheHost() {
        Stage stage = Stage.on(SimulatedHosts.igb());
        Inventory snapshot = stage.inventory().snapshot();
        assertThat(snapshot.physicalFunction("driver:igb#0").numVfs()).isZero();

        stage.sriov().setVfs("eno4", 3, Optional.of(false), false);

        assertThat(snapshot.physicalFunctions().getFirst().numVfs()).isZero();
        assertThat(snapshot.physicalFunction("eno4").numVfs()).isZero();
        assertThat(snapshot.nameOf("01:00.0")).isEqualTo("eno4");
        assertThat(stage.inventory().snapshot().physicalFunction("eno4").numVfs()).isEqualTo(3);
    }

    @Test
    void namesAGuestByLibvirtsStatusWhereItsCommandLineDoesNot() {
        Stage stage = Stage.on(SimulatedHosts.igb());
        stage.sriov().setVfs("eno4", 2, Optional.of(false), false);
        long pid = stage.host().open("eno4", 1, DeviceKind.VFIO_GROUP, "emulator");
        stage.host().putFile(HostPath.RUN.resolve("libvirt/qemu/web.xml"), """
                <domstatus state='running' reason='booted' pid='%d'>
                  <domain type='kvm'><name>web</name></domain>
                </domstatus>
                """.formatted(pid));

        assertThat(stage.inventory().physicalFunction("eno4").functions().get(1).holders())
                .containsExactly(new Holder.Guest("web", pid));
    }

    @Test
    void whoMayNotLookAtProcessesIsToldThatHoldersAreUnknown() {
        Stage stage = Stage.on(SimulatedHosts.igb());
        stage.host().faults().dropPrivileges();

        assertThat(stage.inventory().physicalFunction("eno5").functions()).hasSize(7);
        assertThat(stage.inventory().physicalFunction("eno5").holdersUnknown()).singleElement().asString()
                .contains("root");
    }

    @Test
    void whileHoldersAreUnknownNothingIsTakenAway() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
        Stage stage = Stage.on(host, new Stage.Session(EnumSet.allOf(VfAttribute.class)), () -> {
            throw new FairleadException(FairleadException.Kind.HOST_FAILED, "the processes cannot be read");
        });

        VfCountTest.refused(FairleadException.Kind.IN_USE,
                () -> stage.sriov().setVfs("eno5", 0, Optional.empty(), false), "cannot be told",
                "the processes cannot be read");
        assertThat(host.writes()).isEmpty();
    }
}
