package io.fairlead.itests.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** That the bare lab is the host which the scenarios take it for. */
@ExtendWith(InTheLab.class)
class LabHostTest {

    private static final String PF = "/sys/class/net/eno4/device";

    private final Lab lab;

    LabHostTest(Lab lab) {
        this.lab = lab;
    }

    @AfterEach
    void leaveNothing() {
        lab.sh("""
                virsh -q destroy t1; virsh -q undefine t1; virsh -q net-destroy vfpool; virsh -q net-undefine vfpool
                echo 0 >%1$s/sriov_numvfs; echo 1 >%1$s/sriov_drivers_autoprobe""".formatted(PF));
    }

    @Test
    void twoPortsOfTheKernelsOwnDriverHaveSevenVirtualFunctionsEach() {
        for (String port : new String[]{"eno4", "eno5"}) {
            String device = "/sys/class/net/" + port + "/device/";
            assertThat(lab.run("cat", device + "sriov_totalvfs").succeeded()).isEqualTo("7");
            assertThat(lab.run("readlink", device + "driver").succeeded()).endsWith("/igb");
        }
    }

    @Test
    void virtualFunctionsAreInIommuGroupsOfTheirOwn() {
        create("0");

        assertThat(lab.sh("readlink " + PF + "/virtfn*/iommu_group | sort -u").succeeded().lines()).hasSize(7);
    }

    @Test
    void theHostHasAnInterfaceForEachVirtualFunctionOnlyIfItProbesThem() {
        create("0");
        assertThat(lab.sh("ls /sys/class/net").succeeded().lines()).contains("eno4").noneMatch(this::ofVf);

        lab.sh("echo 0 >" + PF + "/sriov_numvfs").succeeded();
        create("1");
        assertThat(lab.sh("udevadm settle; ls /sys/class/net").succeeded().lines()).filteredOn(this::ofVf).hasSize(7);
    }

    @Test
    void aGuestOfThePoolHoldsVirtualFunction0() {
        create("0");

        lab.sh("""
                set -e
                virsh -q net-define /root/guest/vfpool.xml; virsh -q net-start vfpool
                virsh -q define /root/guest/t1.xml; virsh -q start t1""").succeeded();

        assertThat(lab.run("readlink", PF + "/virtfn0/driver").succeeded()).endsWith("/vfio-pci");
        assertThat(lab.sh("ls -l /proc/$(cat /run/libvirt/qemu/t1.pid)/fd").succeeded())
                .contains("/dev/vfio/" + lab.sh("basename $(readlink " + PF + "/virtfn0/iommu_group)").succeeded());
        assertThat(lab.run("virsh", "domstate", "t1").succeeded()).isEqualTo("running");
    }

    private void create(String probe) {
        lab.sh("set -e; echo %s >%2$s/sriov_drivers_autoprobe; echo 7 >%2$s/sriov_numvfs".formatted(probe, PF))
                .succeeded();
    }

    private boolean ofVf(String name) {
        return name.startsWith("eno4v");
    }
}
