package io.fairlead.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.resource.Persistence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program that makes VFs at boot, run by sh on a tree of files in the kernel's form: eno4 with two VFs. */
@Timeout(60)
class InterfaceVfTest {

    private static final String PF = "sys/bus/pci/devices/0000:01:00.0";

    @TempDir
    Path root;
    private Path script;
    private final Map<String, String> environment = new HashMap<>(
            Map.of("FAIRLEAD_APPEAR", "1", "FAIRLEAD_SETTLE", "1"));

    @BeforeEach
    void aPfWithTwoVfs() throws IOException {
        script = root.resolve("interface-vf");
        Files.write(script, UnitFiles.of(Persistence.KEEP).helperText());
        write(PF + "/sriov_numvfs", "2\n");
        write(PF + "/sriov_drivers_autoprobe", "1\n");
        Files.createDirectories(root.resolve(PF + "/net/eno4"));
        Files.createDirectories(root.resolve("sys/class/net/eno4"));
        Files.createSymbolicLink(root.resolve("sys/class/net/eno4/device"), root.resolve(PF));
        for (int index = 0; index < 2; index++) {
            Path vf = Files.createDirectories(root.resolve("sys/bus/pci/devices/0000:01:10." + index));
            Files.createSymbolicLink(vf.resolve("physfn"), Path.of("../0000:01:00.0"));
            Files.createSymbolicLink(vf.resolve("iommu_group"), Path.of("../../../../kernel/iommu_groups/1" + index));
            Files.createSymbolicLink(root.resolve(PF + "/virtfn" + index), Path.of("../0000:01:10." + index));
        }
        Files.createDirectories(root.resolve("proc"));
    }

    @Test
    void whatIsThereAsDescribedIsNotWritten() throws Exception {
        describe("vfs 2", "probe on");
        assertThat(run("start", "eno4")).isEqualTo("0: eno4: 2 VFs\n");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void aVfThatIsAsDescribedIsNotWrittenEither() throws Exception {
        describe("vfs 2", "vf 0 driver none", "vf 1 driver none");

        assertThat(run("start", "eno4")).isEqualTo("0: eno4: 2 VFs\n");
    }

    @Test
    void aHeldVfIsNamedAndAllStay() throws Exception {
        guestHolds(1);
        describe("vfs 4", "probe on");

        assertThat(run("start", "eno4")).startsWith("1: ").contains("VF 1 by guest t1", "left as they are");
        assertThat(run("stop", "eno4"))
                .isEqualTo("0: <4>eno4: its 2 VFs stay, for they are in use: VF 1 by guest t1\n");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void aProcessThatIsNoGuestIsNamedToo() throws Exception {
        Files.createDirectories(root.resolve("proc/78/fd"));
        write("proc/78/comm", "dpdk-testpmd\n");
        write("proc/78/cmdline", "dpdk-testpmd\0");
        Files.createSymbolicLink(root.resolve("proc/78/fd/3"), Path.of("/dev/vfio/10"));
        describe("vfs 2");

        assertThat(run("stop", "eno4")).contains("VF 0 by process dpdk-testpmd (pid 78)");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void anInterfaceInAnotherNamespaceKeepsItsVf() throws Exception {
        Files.createDirectories(root.resolve("sys/bus/pci/devices/0000:01:10.0/net"));
        describe("vfs 2");

        assertThat(run("stop", "eno4")).contains("VF 0 by another network namespace");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void aStopLeavesVfsThatAreNotDescribedAnyMore() throws Exception {
        assertThat(run("stop", "eno4")).isEqualTo("0: ");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void anUnfinishedChangeIsLeftAlone() throws Exception {
        write("run/fairlead/ops/0000:01:00.0/pid", "78 12345\n");
        Files.createDirectories(root.resolve("proc/78"));
        describe("vfs 4");

        assertThat(run("start", "eno4")).startsWith("1: ").contains("unfinished (pid 78)");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void whatTheKernelTookAndDidNotDoIsAFailure() throws Exception {
        describe("vfs 4");

        assertThat(run("start", "eno4")).startsWith("1: ").contains("there are 2 VFs, and not 0");
        assertThat(count()).isEqualTo("0\n");
    }

    @Test
    void aTryOutranksWhatIsKept() throws Exception {
        describe("vfs 7");
        write("run/fairlead/vf/eno4", "vfs 2\n");

        assertThat(run("start", "eno4")).isEqualTo("0: eno4: 2 VFs\n");
    }

    @Test
    void aDeviceThatDoesNotComeIsNotWaitedForWithoutEnd() throws Exception {
        write("etc/fairlead/vf/eno9", "vfs 2\n");

        assertThat(run("start", "eno9")).startsWith("1: ").contains("eno9: there was no such device after 1 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vfs", "vfs x", "vfs -1", "vfs 99999999999", "probe maybe", "eswitch maybe", "vf 0 trust",
            "vf 0 trust on on",
            "vf x trust on", "$(touch pwned)", "vfs 2; touch pwned", "nonsense"})
    void aLineThatIsNoneIsRefusedBeforeAnythingIsWritten(String line) throws Exception {
        describe("vfs 4", line);

        assertThat(run("start", "eno4")).startsWith("1: ");
        assertThat(count()).isEqualTo("2\n");
        assertThat(root.resolve("pwned")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../eno4", "eno4;reboot", "a b", "$(id)", "*", ".."})
    void aNameThatIsNoneIsRefused(String name) throws Exception {
        assertThat(run("start", name)).startsWith("1: ").contains("usage: interface-vf");
    }

    @Test
    void noVfsAreDescribedAsWell() throws Exception {
        Files.delete(root.resolve(PF + "/virtfn0"));
        Files.delete(root.resolve(PF + "/virtfn1"));

        assertThat(restore("eno4", "vfs 0", "probe off")).isEqualTo("0: ");
        assertThat(Files.readString(root.resolve(PF + "/sriov_drivers_autoprobe"))).isEqualTo("1\n");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void restoresByWhatItIsToldAndNotByWhatIsKept() throws Exception {
        describe("vfs 7");

        assertThat(restore("0000:01:00.0", "vfs 2", "probe on", "vf 0 driver none")).isEqualTo("0: ");
        assertThat(restore("eno4", "vfs 0")).contains("there are 2 VFs, and not 0");
        assertThat(count()).isEqualTo("0\n");
    }

    @Test
    void aRestoreLeavesWhatIsHeldALineForEach() throws Exception {
        guestHolds(1);
        Files.createDirectories(root.resolve("sys/bus/pci/devices/0000:01:10.0/net"));

        assertThat(restore("eno4", "vfs 0")).isEqualTo("3: VF 0 by another network namespace\nVF 1 by guest t1\n");
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void aRestoreNamesOnlyWhoKeepsAVfFromBeingAsItWas() throws Exception {
        guestHolds(1);

        assertThat(restore("eno4", "vfs 2", "vf 1 driver none")).isEqualTo("0: ");
        assertThat(restore("eno4", "vfs 2", "vf 1 trust on", "vf 1 driver vfio-pci"))
                .isEqualTo("3: VF 1 by guest t1\n");
    }

    @Test
    void anUnfinishedChangeIsNotRestoredOver() throws Exception {
        write("run/fairlead/ops/0000:01:00.0/pid", "78 12345\n");
        Files.createDirectories(root.resolve("proc/78"));

        assertThat(restore("eno4", "vfs 0")).startsWith("1: ").contains("unfinished (pid 78)");
    }

    @Test
    void theLinkThatStartsAUnitAtBootIsMadeWithoutSystemd() throws Exception {
        assertThat(run("enable", "br-0")).isEqualTo("0: ");
        assertThat(run("enable", "br-0")).isEqualTo("0: ");

        assertThat(Files.readSymbolicLink(
                root.resolve("etc/systemd/system/multi-user.target.wants/interface-vf@br\\x2d0.service")))
                .hasToString("/etc/systemd/system/interface-vf@.service");
    }

    @Test
    void atBootNoDeviceIsWaitedForSinceThereAreNoVfsToTakeBack() throws Exception {
        environment.put("FAIRLEAD_UNDO", "boot");

        assertThat(restore("eno9", "vfs 2")).isEqualTo("0: ");
        environment.put("FAIRLEAD_UNDO", "now");
        assertThat(restore("eno9", "vfs 2")).startsWith("1: ").contains("there was no such device");
    }

    @Test
    void anEswitchModeThatIsSoIsNotSet() throws Exception {
        devlink("switchdev", "");
        describe("vfs 2", "eswitch switchdev");

        assertThat(run("start", "eno4")).isEqualTo("0: eno4: 2 VFs\n");
        assertThat(root.resolve("set")).doesNotExist();
        assertThat(count()).isEqualTo("2\n");
    }

    @Test
    void anEswitchModeIsSetAndReadBack() throws Exception {
        Files.delete(root.resolve(PF + "/virtfn0"));
        Files.delete(root.resolve(PF + "/virtfn1"));
        devlink("legacy", "");

        assertThat(restore("eno4", "vfs 0", "eswitch switchdev")).isEqualTo("0: ");
        assertThat(Files.readString(root.resolve("mode"))).isEqualTo("switchdev\n");
    }

    @Test
    void anEswitchModeThatIsRefusedIsAFailureInTheKernelsWords() throws Exception {
        Files.delete(root.resolve(PF + "/virtfn0"));
        Files.delete(root.resolve(PF + "/virtfn1"));
        devlink("legacy", "kernel answers: Operation not permitted");

        assertThat(restore("eno4", "vfs 0", "eswitch switchdev")).startsWith("1: ")
                .contains("in eswitch mode legacy and not switchdev: Operation not permitted");
    }

    @Test
    void aHeldVfKeepsTheEswitchMode() throws Exception {
        guestHolds(1);
        devlink("legacy", "");
        describe("vfs 2", "eswitch switchdev");

        assertThat(run("start", "eno4")).startsWith("1: ").contains("in eswitch mode legacy and not switchdev",
                "VF 1 by guest t1");
        assertThat(restore("eno4", "vfs 2", "eswitch switchdev")).isEqualTo("3: VF 1 by guest t1\n");
        assertThat(root.resolve("set")).doesNotExist();
        assertThat(count()).isEqualTo("2\n");
    }

    /** A devlink(8) that is in this mode, and refuses another with these words, or takes it where there are none. */
    private void devlink(String mode, String refusal) throws IOException {
        write("mode", mode + "\n");
        write("bin/devlink", """
                #!/bin/sh
                if [ "$3" = show ]; then
                    printf '%%s: mode %%s inline-mode none encap-mode basic\\n' "$4" "$(cat "$FAIRLEAD_ROOT/mode")"
                    exit
                fi
                : >"$FAIRLEAD_ROOT/set"
                [ -z '%s' ] || { echo '%s' >&2; exit 1; }
                echo "$6" >"$FAIRLEAD_ROOT/mode"
                """.formatted(refusal, refusal));
        assertThat(root.resolve("bin/devlink").toFile().setExecutable(true)).isTrue();
    }

    private String restore(String pf, String... lines) throws Exception {
        return run(String.join("\n", lines) + "\n", "restore", pf);
    }

    private void guestHolds(int index) throws IOException {
        Files.createDirectories(root.resolve("proc/77/fd"));
        write("proc/77/cmdline", "qemu-system-x86_64\0-name\0guest=t1,debug-threads=on\0-S\0");
        Files.createSymbolicLink(root.resolve("proc/77/fd/9"), Path.of("/dev/vfio/1" + index));
    }

    private void describe(String... lines) throws IOException {
        write("etc/fairlead/vf/eno4", "# a comment\n\n" + String.join("\n", lines) + "\n");
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), content);
    }

    private String count() throws IOException {
        return Files.readString(root.resolve(PF + "/sriov_numvfs"));
    }

    private String run(String word, String pf) throws Exception {
        return run("", word, pf);
    }

    /** The exit status, and all that it said. */
    private String run(String input, String word, String pf) throws Exception {
        write("input", input);
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), word, pf)
                .redirectInput(root.resolve("input").toFile())
                .directory(root.toFile())
                .redirectErrorStream(true);
        builder.environment().put("FAIRLEAD_ROOT", root.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + ": " + said;
    }
}
