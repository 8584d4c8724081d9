package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The units that make VFs at boot, with real systemds. */
@InTheRig
class VfUnitTest {

    private static final String UNIT = "interface-vf@eno4.service";
    private static final String SEEDS = """
            [Service]
            Type=oneshot
            RemainAfterExit=true
            ExecStart=sh -c "echo 7 >/srv/seed-started"
            ExecStop=sh -c "echo 0 >/srv/seed-stopped"
            """;

    private final Rig rig;

    VfUnitTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void aPfWithSevenVfs() {
        rig.makeVfs(7);
    }

    @AfterEach
    void withoutAUnit() {
        rig.run("umount", "/etc");
        rig.fairlead("unit:remove", "eno4", "--adopt");
        rig.sh("systemctl stop interface-vf@eno4; rm -f /etc/systemd/system/interface-vf@.service; systemctl daemon-reload");
    }

    @Test
    void isInstalledStartedEnabledAndOrderedBeforeLibvirt() {
        String before = etc();

        assertThat(rig.fairlead("unit:install", "eno4", "--keep").succeeded()).contains(UNIT + " is active, enabled",
                "eno4: 7 VFs");

        assertThat(rig.run("systemctl", "show", "--property=After,Wants,Requires", "libvirtd").succeeded())
                .containsPattern("After=.*" + UNIT).containsPattern("Wants=.*" + UNIT)
                .doesNotContainPattern("Requires=.*" + UNIT);
        assertThat(rig.run("systemd-analyze", "verify", "--man=no", UNIT).succeeded()).isEmpty();
        assertThat(rig.run("systemd-analyze", "verify", "--man=no", UNIT).error()).isEmpty();
        assertThat(rig.fairlead("unit:install", "eno4", "--keep").succeeded()).contains("nothing written");
        assertThat(rig.fairlead("unit:list").succeeded())
                .containsPattern("eno4 +active, enabled +7 VFs +7 VFs +libvirtd");

        assertThat(rig.fairlead("unit:remove", "eno4").succeeded()).contains("is gone");
        assertThat(etc()).isEqualTo(before);
        assertThat(rig.run("systemctl", "is-active", UNIT).output()).startsWith("inactive");
    }

    @Test
    void oneSessionInstallsAndRemovesSeveralTimes() {
        assertThat(rig.fairlead("-c",
                "unit:install eno4; unit:remove eno4; unit:install eno4 --keep; unit:remove eno4").succeeded())
                .containsPattern("(?s)is active.*is gone.*is active, enabled.*is gone");
    }

    @Test
    void aTryLiesInRunAndIsNotStartedAtBoot() {
        String before = etc();

        assertThat(rig.fairlead("unit:install", "eno4").succeeded()).contains("active", "the next boot ends");

        assertThat(rig.run("systemctl", "show", "--property=FragmentPath", "--value", UNIT).succeeded())
                .isEqualTo("/run/systemd/system/interface-vf@.service");
        assertThat(etc()).isEqualTo(before);
    }

    @Test
    void aUnitThatFailsIsTakenBackWithItsOwnLastWords() {
        String before = etc();
        rig.run("sh", "-c", "rm /srv/sys/devices/pci*/*/0000:01:00.0/sriov_numvfs");

        Result refused = rig.fairlead(Duration.ofSeconds(90), "unit:install", "eno4", "--vfs", "7", "--keep");

        // what the kernel does not show as a PF is none to Fairlead either
        assertThat(refused.status()).isNotZero();
        assertThat(refused.error()).contains("eno4");
        assertThat(etc()).isEqualTo(before);
    }

    @Test
    void somebodyElsesUnitIsRefusedAndAdoptedWithoutRunningIt() {
        rig.write("/etc/systemd/system/interface-vf@.service", SEEDS);
        rig.sh("systemctl daemon-reload; systemctl start interface-vf@eno4").succeeded();

        assertThat(rig.fairlead("unit:install", "eno4", "--keep").endedWith(3).error())
                .contains("/etc/systemd/system/interface-vf@.service is somebody else's", "--adopt");
        assertThat(rig.run("cat", "/etc/systemd/system/interface-vf@.service").succeeded() + "\n").isEqualTo(SEEDS);

        rig.fairlead("unit:install", "eno4", "--keep", "--adopt").succeeded();
        assertThat(rig.fairlead("unit:remove", "eno4").succeeded()).contains("is gone");

        assertThat(rig.run("cat", "/etc/systemd/system/interface-vf@.service").succeeded() + "\n").isEqualTo(SEEDS);
        assertThat(rig.run("test", "-e", "/srv/seed-stopped").status()).as("the seed's stop ran").isNotZero();
    }

    @Test
    void whoElseMakesVfsIsNamed() {
        rig.write("/etc/systemd/network/10-eno4.link",
                "[Match]\nOriginalName=eno4\n\n[Link]\nSR-IOVVirtualFunctions=4\n");
        rig.write("/etc/systemd/system/my-vfs.service",
                "[Service]\nExecStart=/bin/sh -c 'echo 4 > /sys/class/net/eno4/device/sriov_numvfs'\n");

        String list = rig.fairlead("unit:list").succeeded();

        assertThat(list).contains("/etc/systemd/network/10-eno4.link line 5", "SR-IOVVirtualFunctions=4",
                "/etc/systemd/system/my-vfs.service line 2");
        rig.run("rm", "/etc/systemd/network/10-eno4.link", "/etc/systemd/system/my-vfs.service").succeeded();
    }

    @Test
    void aReadOnlyEtcIsOneSentenceAndNothingIsWritten() {
        rig.sh("mount --bind /etc /etc && mount -o remount,ro,bind /etc").succeeded();

        Result refused = rig.fairlead("unit:install", "eno4", "--keep").endedWith(4);

        assertThat(refused.error().lines().filter(line -> line.startsWith("fairlead:"))).singleElement().asString()
                .contains("/etc/fairlead", "Read-only file system");
        rig.run("umount", "/etc").succeeded();
        assertThat(rig.run("find", "/etc/fairlead", "/var/lib/fairlead/files", "-type", "f").output()).isEmpty();
    }

    @Test
    void aSystemdThatExecutesItselfAnewIsWaitedFor() {
        rig.fairlead("unit:install", "eno4", "--keep").succeeded();

        rig.run("systemctl", "daemon-reexec").succeeded();

        assertThat(rig.fairlead("unit:status", "eno4").succeeded()).contains("active, enabled");
        assertThat(rig.fairlead("unit:remove", "eno4").succeeded()).contains("is gone");
    }

    private String etc() {
        return rig.sh("cd /etc && find . \\( -type f -exec sha256sum {} + \\) -o -print | sort").succeeded();
    }
}
