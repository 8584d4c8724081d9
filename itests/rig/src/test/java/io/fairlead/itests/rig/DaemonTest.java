package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon as a service of real systemds, installed as the image's README tells. */
@InTheRig
class DaemonTest {

    private final Rig rig;

    DaemonTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void install() {
        rig.fairlead("nic:drivers").succeeded();
        rig.sh("ln -sf /opt/fairlead/bin/fairlead /usr/local/sbin/fairlead").succeeded();
        rig.run("systemctl", "enable", "--now", "/opt/fairlead/fairlead.service").succeeded();
    }

    @AfterEach
    void remove() {
        rig.run("systemctl", "stop", "fairlead").succeeded();
        rig.run("systemctl", "disable", "fairlead").succeeded();
    }

    @Test
    void itIsActiveWhenItIsReadyAndCommandsRunInIt() {
        assertThat(rig.run("systemctl", "is-active", "fairlead").succeeded()).isEqualTo("active");
        assertThat(rig.run("systemd-analyze", "verify", "--man=no", "fairlead.service").succeeded()).isEmpty();
        assertThat(rig.run("systemctl", "show", "--property=Type", "--value", "fairlead").succeeded())
                .isEqualTo("notify");

        Result list = rig.fairlead("sriov:list");

        assertThat(list.endedWith(0).error()).contains("to the daemon (pid %s)".formatted(mainPid()));
        assertThat(rig.run("stat", "-c", "%a %U", "/run/fairlead/control.sock").succeeded()).isEqualTo("600 root");
        assertThat(rig.sh("cat /run/fairlead/writer").succeeded()).contains("pid " + mainPid(), "--daemon");
    }

    @Test
    void aRestartEndsTheCommandThatRunsAndTheNextRunsInTheNewOne() {
        String before = mainPid();
        rig.sh("systemd-run -q --unit=client -p StandardOutput=file:/run/client fairlead -c 'echo begun; sleep 600'")
                .succeeded();
        rig.await("the command has begun", () -> rig.run("cat", "/run/client").output().startsWith("begun"));

        rig.run("systemctl", "restart", "fairlead").succeeded();

        assertThat(mainPid()).isNotEqualTo(before);
        rig.await("the client has ended",
                () -> rig.run("systemctl", "show", "--property=ExecMainStatus", "--value", "client").output()
                        .startsWith("130"));
        rig.run("systemctl", "reset-failed", "client").succeeded();
        assertThat(rig.fairlead("echo", "x").endedWith(0).error()).contains("(pid %s)".formatted(mainPid()));
    }

    @Test
    void aKilledOneIsStartedAgainAndAStoppedOneLeavesCommandsToTheirOwnProcess() {
        String before = mainPid();
        rig.run("systemctl", "kill", "--signal=KILL", "fairlead").succeeded();
        rig.await("systemd has started it again", () -> !mainPid().equals("0") && !mainPid().equals(before)
                && rig.run("systemctl", "is-active", "fairlead").output().startsWith("active"));
        assertThat(rig.fairlead("echo", "x").endedWith(0).error()).contains("to the daemon");

        rig.run("systemctl", "stop", "fairlead").succeeded();

        assertThat(rig.run("systemctl", "show", "--property=Result", "--value", "fairlead").succeeded())
                .isEqualTo("success");
        assertThat(rig.sh("ls /run/fairlead/processes; ls /run/fairlead/control.sock").output()).isEmpty();
        Result own = rig.fairlead("echo", "x").endedWith(0);
        assertThat(own.output()).isEqualTo("x\n");
        assertThat(own.error()).doesNotContain("daemon");
    }

    @Test
    void oneWhoseHostAnotherFairleadIsChangingIsNotReadyAndSaysWho() {
        rig.run("systemctl", "stop", "fairlead").succeeded();
        rig.run("systemd-run", "-q", "--unit=writer", "--property=Type=notify", "/opt/fairlead/runtime/bin/java",
                "--sun-misc-unsafe-memory-access=deny", "-Dfairlead.bundles=/opt/fairlead/bundles",
                "-Dfairlead.control=/run/other.sock", "-jar", "/opt/fairlead/lib/fairlead.jar", "--daemon").succeeded();
        rig.write("/run/systemd/system/fairlead.service.d/once.conf", "[Service]\nRestart=no\n");
        rig.run("systemctl", "daemon-reload").succeeded();
        try {
            assertThat(rig.run("systemctl", "start", "fairlead").status()).isNotZero();
            assertThat(rig.run("journalctl", "-u", "fairlead", "-o", "cat", "-n", "20").succeeded())
                    .contains("the daemon is not ready: another Fairlead is changing this host");
        } finally {
            rig.sh("systemctl stop writer; rm -r /run/systemd/system/fairlead.service.d; systemctl daemon-reload");
        }
    }

    private String mainPid() {
        return rig.run("systemctl", "show", "--property=MainPID", "--value", "fairlead").succeeded();
    }
}
