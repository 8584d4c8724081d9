package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel does with a number in {@code sriov_numvfs} (sriov_numvfs_store, drivers/pci/iov.c). */
class VfCountTest {

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Root root = new Root(host);

    @Test
    void sevenVfsAppearAtEverySecondAddress() {
        assertThat(root.setCount("eno4", "7")).isEqualTo("done");

        HostPath pf = root.device("eno4");
        assertThat(host.files().list(pf)).contains("virtfn0", "virtfn6").doesNotContain("virtfn7");
        assertThat(host.files().linkName(pf.resolve("virtfn0"))).contains("0000:01:10.0");
        assertThat(host.files().linkName(pf.resolve("virtfn3"))).contains("0000:01:10.6");
        assertThat(host.files().linkName(pf.resolve("virtfn4"))).contains("0000:01:11.0");
        assertThat(host.files().linkName(pf.resolve("virtfn3/physfn"))).contains("0000:01:00.0");
    }

    @ParameterizedTest
    @CsvSource({"8, Numerical result out of range", "99999999999999999999, Numerical result out of range",
            "-1, Invalid argument", "7.5, Invalid argument", "seven, Invalid argument", "'', Invalid argument",
            "08, Invalid argument"})
    void whatIsNoCountOrTooLargeIsRefused(String value, String error) {
        assertThat(root.setCount("eno4", value)).isEqualTo(error);
        assertThat(host.numVfs("eno4")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0x7, 7", "+3, 3", "05, 5"})
    void theKernelReadsNumbersAsCDoes(String value, int count) {
        assertThat(root.setCount("eno4", value)).isEqualTo("done");
        assertThat(host.numVfs("eno4")).isEqualTo(count);
    }

    @Test
    void anotherNumberThanZeroIsBusyWhileVfsAreThere() {
        assertThat(root.setCount("eno5", "4")).isEqualTo("Device or resource busy");
        assertThat(host.numVfs("eno5")).isEqualTo(7);
    }

    @Test
    void theSameNumberAgainIsASuccessThatDoesNothing() {
        assertThat(root.setCount("eno5", "7")).isEqualTo("done");
        assertThat(host.processes().deviceUsers()).extracting("device").containsExactly("vfio/" + group("eno5", 0));
    }

    @Test
    void zeroTakesTheVfsAway() {
        root.setCount("eno4", "2");
        HostPath vf = root.device("eno4", 1);

        assertThat(root.setCount("eno4", "0")).isEqualTo("done");

        assertThat(host.files().exists(vf)).isFalse();
        assertThat(host.files().list(root.device("eno4"))).noneMatch(name -> name.startsWith("virtfn"));
        assertThat(host.files().exists(HostPath.SYS.resolve("class/net/eno4v1"))).isFalse();
    }

    @Test
    void withoutADriverThereIsNobodyToCreateThem() {
        HostPath device = root.device("eno4");
        String pci = host.pciOf("eno4").toString();
        host.unbindPf("eno4");
        host.forgetWrites();

        assertThat(root.write(pci, device.resolve("sriov_numvfs"), "7")).isEqualTo("No such file or directory");
        assertThat(host.writes()).hasSize(1);
    }

    @Test
    void vfioPciCreatesNone() {
        String pci = host.pciOf("eno4").toString();
        HostPath device = root.device("eno4");
        host.unbindPf("eno4");
        root.write(pci, device.resolve("driver_override"), "vfio-pci");
        root.write(pci, HostPath.SYS.resolve("bus/pci/drivers_probe"), pci);
        assertThat(host.files().linkName(device.resolve("driver"))).contains("vfio-pci");

        assertThat(root.setCount(pci, "7")).isEqualTo("No such file or directory");
    }

    @Test
    void theDriversVfsGoWithIt() {
        host.createVfs("eno4", 3);
        String pci = host.pciOf("eno4").toString();

        host.unbindPf("eno4");

        assertThat(host.numVfs(pci)).isZero();
        assertThat(host.files().exists(HostPath.SYS.resolve("class/net/eno4"))).isFalse();
    }

    @Test
    void aFunctionWithoutTheCapabilityHasNoSuchFile() {
        assertThat(host.files().exists(root.device("eth0").resolve("sriov_numvfs"))).isFalse();
        assertThat(root.setCount("eth0", "1")).isEqualTo("No such file or directory");
    }

    @Test
    void shortBusNumbersAreOutOfMemory() {
        host.faults().shortenRoom("eno4", 3);

        assertThat(root.setCount("eno4", "4")).isEqualTo("Cannot allocate memory");
        assertThat(root.setCount("eno4", "3")).isEqualTo("done");
    }

    @Test
    void netdevsimTellsNoTotalAndRunsOutOfMemory() {
        SimulatedHost netdevsim = SimulatedHost.of(SimulatedHosts.netdevsim());
        Root admin = new Root(netdevsim);
        HostPath pf = admin.device("eni1np1");

        assertThat(netdevsim.files().list(pf)).contains("sriov_numvfs").doesNotContain("sriov_totalvfs",
                "sriov_drivers_autoprobe");
        assertThat(admin.setCount("eni1np1", "5")).isEqualTo("Cannot allocate memory");
        assertThat(admin.setCount("eni1np1", "4")).isEqualTo("done");
        assertThat(admin.write("eni1np1", pf.resolve("sriov_drivers_autoprobe"), "0"))
                .isEqualTo("No such file or directory");
    }

    @Test
    void bnxtAnswersSuccessAndCreatesNothingWhileItsInterfaceIsDown() {
        SimulatedHost bnxt = SimulatedHost.of(SimulatedHosts.bnxt());
        Root admin = new Root(bnxt);

        assertThat(admin.setCount("ens5f0np0", "4")).isEqualTo("done");
        assertThat(bnxt.numVfs("ens5f0np0")).isZero();

        assertThat(admin.run("ens5f0np0", Root.MINUTE, new Step.SetUp("ens5f0np0"),
                admin.count("ens5f0np0", "4"))).hasToString("Done[]");
        assertThat(bnxt.numVfs("ens5f0np0")).isEqualTo(4);
    }

    @Test
    void whoIsNotRootMayNotWrite() {
        host.faults().dropPrivileges();

        assertThat(root.setCount("eno4", "7")).isEqualTo("Permission denied");
        assertThat(host.numVfs("eno4")).isZero();
    }

    private String group(String pf, int index) {
        return host.files().linkName(root.device(pf, index).resolve("iommu_group")).orElseThrow();
    }
}
