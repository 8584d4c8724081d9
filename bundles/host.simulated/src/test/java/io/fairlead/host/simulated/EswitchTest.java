package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.Commands.Result;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs devlink and mstconfig, with the rules of the kernel drivers. */
class EswitchTest {

    @Test
    void iceTakesAModeOnlyWithoutVfs() {
        SimulatedHost e810 = SimulatedHost.of(SimulatedHosts.e810());
        e810.createVfs("ens4f0", 2);

        Result refused = set(e810, "ens4f0", "switchdev");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.error()).contains("only if there is no VFs created", "Operation not supported");

        e810.createVfs("ens4f0", 0);
        assertThat(set(e810, "ens4f0", "switchdev").status()).isZero();
        e810.createVfs("ens4f0", 2);
        assertThat(mode(e810, "ens4f0")).contains("\"mode\":\"switchdev\"");
        assertThat(net(e810, "ens4f0")).containsExactlyInAnyOrder("ens4f0", "ens4f0npf0vf0", "ens4f0npf0vf1");
        assertThat(e810.files().read(HostPath.SYS.resolve("class/net/ens4f0npf0vf1/phys_port_name")))
                .contains("pf0vf1");
    }

    @Test
    void mlx5TakesSwitchdevOnlyWithVfsThatNoDriverHas() {
        SimulatedHost connectx6 = SimulatedHost.of(SimulatedHosts.connectx6());

        assertThat(set(connectx6, "ens2f0np0", "switchdev").error()).contains("Invalid argument");
        assertThat(set(connectx6, "ens2f1np1", "switchdev").error()).contains("SRIOV legacy not enabled");

        connectx6.setProbe("ens2f1np1", false);
        connectx6.createVfs("ens2f1np1", 1);
        assertThat(set(connectx6, "ens2f1np1", "switchdev").status()).isZero();
        assertThat(net(connectx6, "ens2f1np1")).contains("ens2f1npf1vf0");
    }

    @Test
    void bnxtTakesSwitchdevOnlyWithVfsAndLosesItWithThem() {
        SimulatedHost bnxt = SimulatedHost.of(SimulatedHosts.bnxt());
        assertThat(set(bnxt, "ens5f0np0", "switchdev").error()).isEqualTo("kernel answers: Operation not permitted");
        assertThat(set(bnxt, "ens5f0np0", "legacy").error()).isEqualTo("kernel answers: Invalid argument");
    }

    @Test
    void aNicWithoutAnEswitchSaysSo() {
        SimulatedHost igb = SimulatedHost.of(SimulatedHosts.igb());

        assertThat(mode(igb, "eno4")).isEqualTo("kernel answers: Operation not supported");
        assertThat(devlink(igb, "-j", "dev", "eswitch", "show", "pci/0000:09:00.0").error())
                .isEqualTo("kernel answers: No such device");
        assertThat(igb.commands().has("mstconfig")).isFalse();
    }

    @Test
    void firmwareChangesWithThePowerCycleThatNeverComes() {
        SimulatedHost connectx6 = SimulatedHost.of(SimulatedHosts.connectx6());
        assertThat(mstconfig(connectx6, "-y", "set", "NUM_OF_VFS=16").status()).isZero();

        assertThat(mstconfig(connectx6, "-e", "query").output()).containsPattern("\\*\\s+NUM_OF_VFS\\s+0\\s+8\\s+16");
        assertThat(mstconfig(connectx6, "-y", "set", "NUM_OF_VFS=1000").status()).isEqualTo(3);
    }

    private static Result set(SimulatedHost host, String pf, String mode) {
        return devlink(host, "dev", "eswitch", "set", "pci/" + host.pciOf(pf), "mode", mode);
    }

    private static String mode(SimulatedHost host, String pf) {
        Result shown = devlink(host, "-j", "dev", "eswitch", "show", "pci/" + host.pciOf(pf));
        return shown.output() + shown.error();
    }

    private static List<String> net(SimulatedHost host, String pf) {
        return host.files().list(HostPath.SYS.resolve("bus/pci/devices/%s/net".formatted(host.pciOf(pf))));
    }

    private static Result devlink(SimulatedHost host, String... words) {
        return run(host, "devlink", words);
    }

    private static Result mstconfig(SimulatedHost host, String... words) {
        List<String> line = new ArrayList<>(List.of("-d", "0000:c1:00.0"));
        line.addAll(List.of(words));
        return run(host, "mstconfig", line.toArray(String[]::new));
    }

    private static Result run(SimulatedHost host, String program, String... words) {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(List.of(words));
        return host.commands().run(Duration.ofSeconds(5), line);
    }
}
