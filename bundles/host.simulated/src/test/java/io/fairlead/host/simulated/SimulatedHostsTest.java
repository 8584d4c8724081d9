package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.HostPath;
import io.fairlead.host.Processes.DeviceUser;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The hosts that one can ask for by name. */
class SimulatedHostsTest {

    private static final HostPath DEVICES = HostPath.SYS.resolve("bus/pci/devices");

    @ParameterizedTest
    @CsvSource({"igb, eno4, 0x8086, 0x10c9, igb, 7, 0x10ca, igbvf, eno4v0, 0000:01:10.0",
            "x710, ens1f1, 0x8086, 0x1572, i40e, 64, 0x154c, iavf, ens1f1v0, 0000:3b:0a.0",
            "x520, ens3f1, 0x8086, 0x10fb, ixgbe, 63, 0x10ed, ixgbevf, ens3f1v0, 0000:04:10.1",
            "e810, ens4f0, 0x8086, 0x1592, ice, 128, 0x1889, iavf, ens4f0v0, 0000:10:01.0",
            "connectx6, ens2f1np1, 0x15b3, 0x101d, mlx5_core, 8, 0x101e, mlx5_core, ens2f1v0, 0000:c1:01.2"})
    void idsDriversAndNamesAreThoseOfTheHardware(String name, String pf, String vendor, String device, String driver,
            String total, String vfDevice, String vfDriver, String vfName, String vfAddress) {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.named(name).orElseThrow());
        HostPath function = DEVICES.resolve(host.pciOf(pf).toString());
        host.createVfs(pf, 1);
        HostPath vf = function.resolve("virtfn0");

        assertThat(host.files().read(function.resolve("vendor"))).contains(vendor);
        assertThat(host.files().read(function.resolve("device"))).contains(device);
        assertThat(host.files().linkName(function.resolve("driver"))).contains(driver);
        assertThat(host.files().read(function.resolve("sriov_totalvfs"))).contains(total);
        assertThat(host.files().linkName(vf)).contains(vfAddress);
        assertThat(host.files().read(vf.resolve("device"))).contains(vfDevice);
        assertThat(host.files().linkName(vf.resolve("driver"))).contains(vfDriver);
        assertThat(host.files().list(vf.resolve("net"))).containsExactly(vfName);
        assertThat(host.writes()).isNotEmpty();
    }

    @Test
    void theIgbHostHasAGuestOnEno5() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());

        assertThat(host.numVfs("eno4")).isZero();
        assertThat(host.numVfs("eno5")).isEqualTo(7);
        assertThat(host.driverOf("eno5", 0)).contains("vfio-pci");
        DeviceUser guest = host.processes().deviceUsers().getFirst();
        assertThat(guest.commandLine()).contains("-name", "guest=t1,debug-threads=on");
        assertThat(host.files().linkName(DEVICES.resolve("0000:02:10.0/iommu_group")))
                .contains(guest.device().substring("vfio/".length()));
        assertThat(host.files().read(HostPath.RUN.resolve("libvirt/qemu/t1.xml"))).get().asString()
                .contains("pid='%d'".formatted(guest.pid()));
        assertThat(host.writes()).isEmpty();
    }

    @Test
    void connectX6IsAnRdmaDeviceToo() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.connectx6());
        long pid = host.open("ens2f0np0", 2, DeviceKind.RDMA, "ib_write_bw");

        DeviceUser opener = host.processes().deviceUsers().getFirst();
        assertThat(opener.pid()).isEqualTo(pid);
        String verbs = opener.device().substring("infiniband/".length());
        assertThat(host.files().linkName(HostPath.SYS.resolve("class/infiniband_verbs/%s/device".formatted(verbs))))
                .contains(host.pciOf("ens2f0np0", 2).toString());
    }

    @Test
    void theLargeHostHasItsLastVfsOnTheNextBus() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.large());

        assertThat(host.pciOf("ens1f0", 127)).hasToString("0000:10:10.7");
        assertThat(host.pciOf("ens1f1", 0)).hasToString("0000:10:11.0");
        assertThat(host.pciOf("ens1f1", 127)).hasToString("0000:11:00.7");
        assertThat(host.files().list(DEVICES)).hasSize(32 + 4096);
    }

    @Test
    void theLargeHostIsReadInAFractionOfASecond() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.large());
        // processor time, so that a busy machine does not fail it
        ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long start = cpu.getCurrentThreadCpuTime();
            assertThat(readAll(host)).hasSize(4096);
            assertThat(host.links().links()).hasSize(33);
            best = Math.min(best, cpu.getCurrentThreadCpuTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void aNameThatIsNotOneOfThemNamesNoHost() {
        assertThat(SimulatedHosts.named("nonsense")).isEmpty();
        assertThat(SimulatedHosts.names()).containsExactly("igb", "x520", "x710", "e810", "connectx6", "bnxt",
                "netdevsim",
                "large");
    }

    /** What an inventory reads of each VF. */
    private static List<String> readAll(SimulatedHost host) {
        List<String> vfs = new ArrayList<>();
        for (String address : host.files().list(DEVICES)) {
            HostPath function = DEVICES.resolve(address);
            if (host.files().exists(function.resolve("sriov_numvfs"))) {
                for (String name : host.files().list(function)) {
                    Optional<String> vf = host.files().linkName(function.resolve(name))
                            .filter(_ -> name.startsWith("virtfn"));
                    vf.ifPresent(found -> {
                        host.files().linkName(DEVICES.resolve(found + "/driver"));
                        host.files().linkName(DEVICES.resolve(found + "/iommu_group"));
                        host.files().list(DEVICES.resolve(found + "/net"));
                        vfs.add(found);
                    });
                }
            }
        }
        return vfs;
    }
}
