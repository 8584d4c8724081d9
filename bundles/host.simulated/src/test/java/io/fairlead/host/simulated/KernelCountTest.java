package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.PciAddress;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of {@code sriov_numvfs} (drivers/pci/iov.c). */
class KernelCountTest {

    private static final HostPath DEVICES = HostPath.SYS.resolve("bus/pci/devices");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());

    @Test
    void sevenVfsAppearAtEverySecondAddressSixteenDevicesOn() {
        assertThat(write("eno4", "7")).isEqualTo(new Outcome.Done());

        HostPath pf = DEVICES.resolve("0000:01:00.0");
        assertThat(host.files().list(pf)).contains("virtfn0", "virtfn6").doesNotContain("virtfn7");
        assertThat(host.files().linkName(pf.resolve("virtfn0"))).contains("0000:01:10.0");
        assertThat(host.files().linkName(pf.resolve("virtfn3"))).contains("0000:01:10.6");
        assertThat(host.files().linkName(pf.resolve("virtfn4"))).contains("0000:01:11.0");
        assertThat(host.files().linkName(DEVICES.resolve("0000:01:10.6/physfn"))).contains("0000:01:00.0");
    }

    @Test
    void anotherNumberThanZeroIsBusyWhileVfsAreThere() {
        assertThat(error(write("eno5", "4"))).isEqualTo("Device or resource busy");
        assertThat(host.numVfs("eno5")).isEqualTo(7);
    }

    private Outcome write(String pf, String value) {
        PciAddress function = host.pciOf(pf);
        Step write = new Step.Write(DEVICES.resolve(function + "/sriov_numvfs"), value);
        return host.operations().run(
                new SlowOperation(function, "set the VFs of " + pf, List.of(), Duration.ofMinutes(1), List.of(write)),
                Duration.ofMinutes(1));
    }

    private static String error(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed ? failed.error() : outcome.toString();
    }
}
