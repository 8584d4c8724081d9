package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.Commands;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is bound to a VF (pci_match_device and pci_device_can_probe, drivers/pci/pci-driver.c; drivers/base/bus.c). */
class DriverBindingTest {

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Root root = new Root(host);

    @BeforeEach
    void createUnbound() {
        host.setProbe("eno4", false);
        host.createVfs("eno4", 2);
    }

    @Test
    void withAutoprobeTheHostsDriverMakesAnInterface() {
        host.createVfs("eno4", 0);
        host.setProbe("eno4", true);
        host.createVfs("eno4", 2);

        assertThat(host.driverOf("eno4", 1)).contains("igbvf");
        assertThat(host.interfaceOf("eno4", 1)).contains("eno4v1");
        assertThat(host.files().linkName(HostPath.SYS.resolve("class/net/eno4v1/device"))).contains("0000:01:10.2");
    }

    @Test
    void withoutItNoDriverAndNoInterface() {
        assertThat(host.driverOf("eno4", 1)).isEmpty();
        assertThat(host.files().exists(root.device("eno4", 1).resolve("net"))).isFalse();
    }

    @Test
    void aChangeOfAutoprobeLeavesVfsThatExistAlone() {
        assertThat(root.write("eno4", root.device("eno4").resolve("sriov_drivers_autoprobe"), "1")).isEqualTo("done");

        assertThat(host.driverOf("eno4", 0)).isEmpty();
        assertThat(host.files().read(root.device("eno4").resolve("sriov_drivers_autoprobe"))).contains("1");
        assertThat(root.write("eno4", root.device("eno4").resolve("sriov_drivers_autoprobe"), "2"))
                .isEqualTo("Invalid argument");
    }

    @Test
    void withoutAutoprobeAProbeSucceedsAndBindsNothing() {
        assertThat(root.probe("eno4", 0)).isEqualTo("done");
        assertThat(host.driverOf("eno4", 0)).isEmpty();
        assertThat(root.driver("igbvf", "bind", "eno4", 0)).isEqualTo("No such device");
    }

    @Test
    void theOverrideBindsAllTheSame() {
        root.override("eno4", 0, "vfio-pci");
        assertThat(root.probe("eno4", 0)).isEqualTo("done");
        root.override("eno4", 1, "igbvf");
        assertThat(root.driver("igbvf", "bind", "eno4", 1)).isEqualTo("done");

        assertThat(host.driverOf("eno4", 0)).contains("vfio-pci");
        assertThat(host.files().list(root.device("eno4", 0).resolve("vfio-dev"))).hasSize(1);
        assertThat(host.driverOf("eno4", 1)).contains("igbvf");
    }

    @Test
    void theOverrideKeepsOtherDriversOff() {
        root.override("eno4", 0, "vfio-pci");

        assertThat(root.driver("igbvf", "bind", "eno4", 0)).isEqualTo("No such device");
    }

    @Test
    void anyNameIsTakenForAnOverrideAndThenNothingIsBound() {
        assertThat(root.override("eno4", 0, "no-such-driver")).isEqualTo("done");
        assertThat(root.probe("eno4", 0)).isEqualTo("done");
        assertThat(host.driverOf("eno4", 0)).isEmpty();
    }

    @Test
    void anEmptyLineClearsTheOverride() {
        host.setProbe("eno4", true);
        root.override("eno4", 0, "vfio-pci");
        root.override("eno4", 0, "");
        root.probe("eno4", 0);

        assertThat(host.driverOf("eno4", 0)).contains("igbvf");
    }

    @Test
    void aDriverThatIsNotLoadedBindsNothing() {
        host.faults().unload("vfio-pci");
        root.override("eno4", 0, "vfio-pci");

        assertThat(root.probe("eno4", 0)).isEqualTo("done");
        assertThat(host.driverOf("eno4", 0)).isEmpty();
    }

    @Test
    void unbindingAsksForTheDriverThatIsBound() {
        host.createVfs("eno4", 0);
        host.setProbe("eno4", true);
        host.createVfs("eno4", 1);

        assertThat(root.driver("vfio-pci", "unbind", "eno4", 0)).isEqualTo("No such device");
        assertThat(root.driver("igbvf", "unbind", "eno4", 0)).isEqualTo("done");
        assertThat(host.files().exists(HostPath.SYS.resolve("class/net/eno4v0"))).isFalse();
        assertThat(root.driver("igbvf", "unbind", "eno4", 0)).isEqualTo("No such device");
    }

    @Test
    void aBoundVfIsBusyForAnotherDriver() {
        assertThat(root.driver("vfio-pci", "bind", "eno5", 0)).isEqualTo("Device or resource busy");
    }

    @Test
    void withoutAnIommuVfioPciRefuses() {
        SimulatedHost bare = SimulatedHost.of(SimulatedHosts.x710().withoutIommu());
        Root admin = new Root(bare);
        bare.createVfs("ens1f0", 1);
        admin.driver("iavf", "unbind", "ens1f0", 0);
        admin.override("ens1f0", 0, "vfio-pci");

        assertThat(admin.driver("vfio-pci", "bind", "ens1f0", 0)).isEqualTo("No such device");
        assertThat(bare.files().exists(admin.device("ens1f0", 0).resolve("iommu_group"))).isFalse();
    }

    @Test
    void aDriverThatIsNotLoadedComesWithModprobe() {
        host.faults().unload("igbvf");
        assertThat(host.files().exists(HostPath.SYS.resolve("bus/pci/drivers/igbvf"))).isFalse();
        String alias = host.files().read(root.device("eno4", 0).resolve("modalias")).orElseThrow();

        assertThat(modprobe("--resolve-alias", "--", alias).output()).isEqualTo("igbvf\n");
        assertThat(modprobe("--", "igbvf").status()).isZero();
        assertThat(modprobe("--", "nonsense").status()).isOne();

        assertThat(host.files().exists(HostPath.SYS.resolve("bus/pci/drivers/igbvf"))).isTrue();
    }

    private Commands.Result modprobe(String... arguments) {
        List<String> line = new ArrayList<>(List.of("modprobe"));
        line.addAll(List.of(arguments));
        return host.commands().run(Duration.ofSeconds(1), line);
    }
}
