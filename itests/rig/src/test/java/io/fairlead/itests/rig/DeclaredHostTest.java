package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host declared by one document, by the daemon, with everything real but the VFs and the reboot. */
@InTheRig
class DeclaredHostTest {

    private static final String DOCUMENT = "/etc/fairlead/host.yaml";
    private static final String RULE = "/udev/rules.d/90-fairlead-vfs-of-eno4.rules";
    private static final String UNIT = "/systemd/system/interface-vf@.service";
    private static final String WHOLE = """
            physicalFunctions: {eno4: {virtualFunctions: 7}}
            networkManager: {unmanaged: virtual-functions}
            libvirt: {startAfter: [eno4], pools: {vfpool: eno4}, guestsMay: [trust]}
            """;
    private static final String SMALL = "networkManager: {unmanaged: [eno4]}\n";
    private static final String ARGUMENTS = "kernel: {arguments: [fairlead.rig=1]}\n" + SMALL;
    private static final String WAY_BACK = "/var/lib/fairlead/try/way-back/";
    private static final String ONCE = "/run/systemd/system/fairlead.service.d/once.conf";
    /** Each file of /etc by mode, owner, name, link and content, and each of our tries'; not the document and the service. */
    private static final String STATE = """
            find /etc /boot /run/udev/rules.d /run/systemd/system ! -path '/etc/fairlead*' ! -path '*/fairlead.service*' ! -name resolv.conf \
                -printf '%M %u %p %l\n' | sort
            find /etc/fairlead ! -path '*/host.yaml' | sort
            find /etc /boot -type f ! -path '/etc/fairlead/host.yaml' ! -name resolv.conf -exec sha256sum {} + | sort -k 2
            virsh -q net-list --all --name; systemctl list-units --all --plain --no-legend 'fairlead-undo*'""";

    private final Rig rig;
    private String before = "";

    DeclaredHostTest(Rig rig) {
        this.rig = rig;
    }

    /** As in {@link FaultsTest}: what our udev rule says of VFs, another one says of the veths that stand for them. */
    @BeforeEach
    void sevenVfsAndTheDaemon() {
        rig.write("/run/udev/rules.d/91-rig.rules", """
                SUBSYSTEM=="net", TEST=="/run%1$s", ENV{INTERFACE}=="eno4v*", ENV{NM_UNMANAGED}="1"
                SUBSYSTEM=="net", TEST=="/etc%1$s", ENV{INTERFACE}=="eno4v*", ENV{NM_UNMANAGED}="1"
                """.formatted(RULE));
        rig.write("/usr/local/bin/udevadm", "#!/bin/sh\nexec nsenter -t 1 -m /usr/bin/udevadm \"$@\"\n");
        rig.run("chmod", "755", "/usr/local/bin/udevadm").succeeded();
        if (rig.run("test", "-d", "/srv/sys").status() != 0) {
            // once: what is bound over the daemon's /sys would be deleted
            rig.makeVfs(7);
        }
        rig.fairlead("nic:drivers").succeeded();
        rig.sh("ln -sf /opt/fairlead/bin/fairlead /usr/local/sbin/fairlead").succeeded();
        rig.run("systemctl", "enable", "--now", "/opt/fairlead/fairlead.service").succeeded();
        rig.await("NetworkManager manages the VFs", () -> rig.sh(
                "for i in 0 1 2 3 4 5 6; do nmcli -g GENERAL.NM-MANAGED device show eno4v$i; done").output()
                .equals("yes\n".repeat(7)));
        declare("{}\n");
        before = state();
    }

    @AfterEach
    void asBefore() {
        rig.sh("rm -f %s; systemctl kill --signal=CONT NetworkManager; systemctl daemon-reload; ".formatted(ONCE)
                + "systemctl reset-failed fairlead; systemctl start NetworkManager fairlead").succeeded();
        rig.fairlead("host:rollback");
        declare("{}\n");
        rig.fairlead("host:apply", "--yes").succeeded();
        isAsIn(before);
        rig.fairlead("host:eject").succeeded();
    }

    private String state() {
        return rig.sh(STATE).succeeded();
    }

    /** Tells the lines that are there and were not, and the other way round. */
    private void isAsIn(String earlier) {
        List<String> was = earlier.lines().toList();
        List<String> is = state().lines().toList();
        assertThat(is.stream().filter(line -> !was.contains(line))).as("new on the host").isEmpty();
        assertThat(was.stream().filter(line -> !is.contains(line))).as("gone from the host").isEmpty();
    }

    private void declare(String document) {
        rig.write(DOCUMENT, document);
    }

    private void tried(int seconds) {
        rig.fairlead("host:apply", "--confirm", String.valueOf(seconds)).endedWith(0);
        assertThat(rig.file("/run" + RULE)).exists();
    }

    /** The deadline of the try there is, in seconds since the epoch. */
    private long deadline() {
        String line = rig.sh("cat %sdeadline".formatted(WAY_BACK)).succeeded();
        return Long.parseLong(line);
    }

    /** At most five seconds after the deadline the host is as it was, whoever took it back. */
    private void isTakenBackInTime(long deadline) {
        rig.run(Duration.ofMinutes(2), "sh", "-c",
                "until [ ! -e /run%1$s ] && { [ ! -d %2$s ] || grep -qs undone %2$sresult; }; do sleep 0.2; [ $(date +%%s) -le %3$d ] || exit 1; done"
                        .formatted(RULE, WAY_BACK, deadline + 5))
                .succeeded();
        rig.await("the way back has ended", () -> rig.sh("systemctl list-units --plain --no-legend 'fairlead-undo*'")
                .output().isEmpty());
        isAsIn(before);
    }

    private void stopForGood(String... words) {
        rig.write(ONCE, "[Service]\nRestart=no\n");
        rig.run("systemctl", "daemon-reload").succeeded();
        rig.run(words).succeeded();
        rig.await("the daemon is gone", () -> !rig.run("systemctl", "is-active", "fairlead").output()
                .startsWith("active"));
    }

    @Test
    void oneDocumentIsPlannedTriedKeptAndTakenAway() {
        declare(WHOLE);
        assertThat(rig.fairlead("host:plan").endedWith(5).output()).contains("vf-unit eno4", "networkmanager-rule eno4",
                "libvirt-pool vfpool", "libvirt-hooks", "reloaded");
        isAsIn(before);

        assertThat(rig.fairlead("host:apply").endedWith(0).output()).contains("is tried until");
        assertThat(rig.fairlead("host:status").endedWith(5).output()).startsWith("pending");
        assertThat(rig.file("/run" + RULE)).exists();
        assertThat(rig.file("/etc" + RULE)).doesNotExist();
        rig.fairlead("host:confirm").endedWith(0);
        assertThat(rig.fairlead("host:status").endedWith(0).output()).startsWith("converged");
        assertThat(rig.file("/run" + RULE)).doesNotExist();
        assertThat(rig.file("/etc" + UNIT)).exists();
        assertThat(rig.run("virsh", "-q", "net-list", "--all").succeeded()).containsPattern("vfpool +active +yes");

        String written = "find /etc /boot /var/lib/fairlead /run/udev /run/systemd/system -type f "
                + "! -path '/run/udev/data/*' -printf '%T@ %C@ %i %s %p\n' | sort";
        String once = rig.sh(written).succeeded();
        assertThat(rig.fairlead("host:apply").endedWith(0).output()).contains("nothing was written");
        assertThat(rig.sh(written).succeeded()).isEqualTo(once);
        assertThat(rig.fairlead("host:plan").endedWith(0).output()).startsWith("Nothing to do");

        declare("{}\n");
        rig.fairlead("host:apply", "--yes").endedWith(0);
        isAsIn(before);
    }

    @Test
    void anUnconfirmedTryIsTakenBackByTheDaemon() {
        declare(WHOLE);
        tried(10);
        // another story's may be of generation 1 too
        String timer = rig.sh("cd %s; echo fairlead-undo-$(cat generation)-$(cat deadline).service".formatted(WAY_BACK))
                .succeeded();
        isTakenBackInTime(deadline());
        assertThat(rig.fairlead("host:history").succeeded()).contains("taken back");
        assertThat(rig.run("journalctl", "-q", "-o", "cat", "-u", timer).output())
                .as("the timer's program found it done, or waited for it").doesNotContain("not confirmed");
    }

    @Test
    void anInterruptInTheMidstOfAnApplyTakesBackWhatWasMade() {
        declare(WHOLE);
        rig.met("udevadm", "trigger", "systemctl kill --signal=INT client; sleep 1", () -> {
            rig.sh("systemd-run -q --wait --unit=client -p StandardError=file:/run/client fairlead host:apply");
            rig.await("all is as before", () -> state().equals(before));
        });
        assertThat(rig.fairlead("host:status").succeeded()).startsWith("undeclared");
        rig.sh("systemctl reset-failed client");
    }

    @Test
    void byTheTimerWhenTheDaemonIsKilled() {
        declare(WHOLE);
        tried(10);
        long deadline = deadline();
        stopForGood("systemctl", "kill", "--signal=KILL", "fairlead");
        isTakenBackInTime(deadline);
    }

    @Test
    void byTheTimerWhenThereWasNoDaemon() {
        declare(SMALL);
        stopForGood("systemctl", "stop", "fairlead");
        tried(5);
        isTakenBackInTime(deadline());
    }

    @Test
    void whenNetworkManagerIsKilledMeanwhile() {
        declare(SMALL);
        tried(10);
        long deadline = deadline();
        rig.run("systemctl", "kill", "--signal=KILL", "NetworkManager").succeeded();
        isTakenBackInTime(deadline);
    }

    @Test
    void whenNetworkManagerIsFrozenMeanwhileItsFilesAreBackAndTheRestFollowsWhenItAnswers() {
        declare(SMALL);
        tried(5);
        rig.frozen("NetworkManager", () -> {
            rig.await("the rule is gone", () -> rig.run("test", "-e", "/run" + RULE).status() != 0);
        });
        rig.await("all is as before", () -> state().equals(before));
    }

    @Test
    void aDaemonThatIsStartedAgainAdoptsTheTry() {
        declare(SMALL);
        tried(60);
        long deadline = deadline();
        rig.run("systemctl", "restart", "fairlead").succeeded();
        assertThat(rig.fairlead("host:status").endedWith(5).output()).contains("is tried until");
        assertThat(deadline()).isEqualTo(deadline);
        rig.fairlead("host:confirm").endedWith(0);
        assertThat(rig.fairlead("host:status").endedWith(0).output()).startsWith("converged");
    }

    @Test
    void aChangeThatFailsInTheMiddleLeavesAllAsBefore() {
        declare(WHOLE);
        String libvirtd = "libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service";
        rig.sh("systemctl stop " + libvirtd).succeeded();
        try {
            assertThat(rig.fairlead("host:apply").endedWith(4).sentence()).contains("libvirt");
        } finally {
            rig.sh("systemctl start libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket").succeeded();
        }
        isAsIn(before);
    }

    @Test
    void aReadOnlyEtcRefusesBeforeTheFirstChange() {
        declare(SMALL);
        rig.run("systemctl", "stop", "fairlead").succeeded();
        Result refused = rig.run("sh", "-c", "unshare --mount --propagation private sh -c "
                + "'mount --bind /etc /etc && mount -o remount,bind,ro /etc && with-sysfs fairlead host:apply'");
        assertThat(refused.endedWith(4).error()).contains("/etc/systemd/system");
        isAsIn(before);
    }

    @Test
    void argumentsOfTheKernelWaitForTheRebootAndAreTakenBack() {
        rig.run("update-grub").succeeded();
        rig.run("grub-editenv", "-", "create").succeeded();
        String booted = state();
        try {
            declare(ARGUMENTS);
            assertThat(rig.fairlead("host:plan").endedWith(5).output()).contains("kernel-arguments", "reboot");

            assertThat(rig.fairlead("host:apply").endedWith(5).output()).contains("reboot now");

            assertThat(rig.fairlead("host:status").endedWith(5).output()).contains("reboot");
            assertThat(rig.file("/run" + RULE)).doesNotExist();
            assertThat(rig.run("grub-editenv", "-", "list").succeeded()).contains("next_entry");
            assertThat(rig.fairlead("host:confirm").endedWith(2).sentence()).contains("reboot");
            rig.fairlead("host:rollback").endedWith(0);
            isAsIn(booted);
        } finally {
            rig.sh("rm -f /boot/grub/grub.cfg /boot/grub/grubenv").succeeded();
        }
    }

    @Test
    void whatOthersChangeIsToldWithinTwoSeconds() {
        declare(WHOLE);
        rig.fairlead("host:apply", "--yes").endedWith(0);

        drifts("echo '# edited' >>/etc" + RULE, "networkmanager-rule eno4");
        drifts("sed -i 's/^TimeoutStartSec=.*/TimeoutStartSec=1/;$a # edited' /etc" + UNIT, "vf-unit eno4");
        drifts("virsh -q net-destroy vfpool", "libvirt-pool vfpool");
    }

    private void drifts(String edit, String resource) {
        rig.sh(edit).succeeded();
        rig.run("sleep", "2").succeeded();
        assertThat(rig.sh("journalctl -u fairlead -o cat | grep drifted; fairlead host:status").endedWith(4).output())
                .contains(resource).doesNotContain("not not set");
        rig.fairlead("host:apply", "--yes").endedWith(0);
        assertThat(rig.fairlead("host:status").endedWith(0).output()).startsWith("converged");
    }

    @Test
    void enforcedItIsBroughtBack() {
        declare("policy: enforce\n" + WHOLE);
        rig.fairlead("host:apply", "--yes").endedWith(0);
        String confirmed = state();

        rig.sh("rm /etc%s; virsh -q net-destroy vfpool".formatted(RULE)).succeeded();

        rig.await("all is as confirmed again", () -> state().equals(confirmed)
                && rig.run("virsh", "-q", "net-list").output().contains("vfpool"));
        rig.await("it says so", () -> rig.fairlead("host:status").status() == 0);
    }
}
