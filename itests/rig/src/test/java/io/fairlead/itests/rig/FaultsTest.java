package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Daemons that fail under the product's hands, most of them in the midst of a change: no command takes longer than its
 * bound, each says in one sentence what is wrong, nothing is left half done, and all is right again afterwards.
 */
@InTheRig
class FaultsTest {

    /** The longest bound of a question, 10 s, and the JVM's start on a busy machine. */
    private static final Duration ONE_QUESTION = Duration.ofSeconds(20);
    private static final Duration ONE_CHANGE = Duration.ofSeconds(60);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final String LIBVIRTD = "libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service";
    private static final String OUR_RULE = "/run/udev/rules.d/90-fairlead-vfs-of-eno4.rules";
    private static final String STAND_IN = "/run/udev/rules.d/91-rig.rules";
    private static final String DROP_IN = "/run/systemd/system/interface-vf@.service.d/10-rig.conf";
    private static final String EVERYTHING = "find /etc /run/udev/rules.d /run/NetworkManager/conf.d /run/systemd/system "
            + "-printf '%M %p\n' | sort; find /etc -type f -exec sha256sum {} + | sort";

    private final Rig rig;
    private String before = "";

    FaultsTest(Rig rig) {
        this.rig = rig;
    }

    /**
     * A veth is no VF to udev, so that our rule does not hit one: another rule says of them what ours says of VFs, while ours
     * is there. And udevadm is to tell udev of the veths themselves, where the product sees make-sysfs's.
     */
    @BeforeEach
    void threeVfs() {
        rig.write(STAND_IN, "SUBSYSTEM==\"net\", TEST==\"%s\", ENV{INTERFACE}==\"eno4v*\", ENV{NM_UNMANAGED}=\"1\"\n"
                .formatted(OUR_RULE));
        rig.write("/usr/local/bin/udevadm", "#!/bin/sh\nexec nsenter -t 1 -m /usr/bin/udevadm \"$@\"\n");
        rig.run("chmod", "755", "/usr/local/bin/udevadm").succeeded();
        rig.makeVfs(3);
        rig.await("NetworkManager manages the VFs", () -> managed("yes"));
        before = rig.sh(EVERYTHING).succeeded();
    }

    @AfterEach
    void asBefore() {
        rig.sh("""
                rm -f %s; systemctl daemon-reload
                systemctl kill --signal=CONT NetworkManager libvirtd
                systemctl start NetworkManager %s""".formatted(DROP_IN, LIBVIRTD)).succeeded();
        rig.await("NetworkManager manages the VFs", () -> managed("yes"));
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
    }

    private boolean managed(String yes) {
        return rig.sh("for i in 0 1 2; do nmcli -g GENERAL.NM-MANAGED device show eno4v$i; done").output()
                .equals((yes + "\n").repeat(3));
    }

    @Test
    void anNetworkManagerThatIsFrozenForHalfAMinuteIsAStatusOfItsOwnAlone() {
        rig.frozen("NetworkManager", () -> {
            long end = System.nanoTime() + HALF_A_MINUTE.toNanos();
            while (System.nanoTime() < end) {
                assertThat(rig.fairlead(ONE_QUESTION, "nm:status").succeeded())
                        .contains("NetworkManager cannot be asked", "did not answer");
                assertThat(rig.fairlead(ONE_QUESTION, "nm:unmanage", "eno4", "--keep").endedWith(4).sentence())
                        .contains("NetworkManager cannot be asked", "nothing was changed");
                assertThat(rig.fairlead(ONE_QUESTION, "nm:manage", "eno4").endedWith(4).sentence())
                        .contains("NetworkManager cannot be asked", "nothing was changed");
                assertThat(rig.fairlead(ONE_QUESTION, "-c", "sriov:list; unit:list; libvirt:pools").succeeded())
                        .contains("eno4", "libvirt ");
            }
        });

        assertThat(rig.fairlead("nm:status").succeeded()).containsPattern("NetworkManager 1\\.[0-9.]+")
                .containsPattern("eno4v0 +(connecting|disconnected)");
    }

    @Test
    void oneThatFreezesInTheMidstOfAChange() {
        rig.met("udevadm", "trigger", "systemctl kill --signal=STOP NetworkManager",
                () -> assertThat(rig.fairlead(ONE_CHANGE, "nm:unmanage", "eno4").endedWith(4).sentence())
                        .contains("NetworkManager did not answer", "what was written is gone",
                                "nm:manage eno4 gives them back"));
        assertThat(rig.file(OUR_RULE)).doesNotExist();
        rig.run("systemctl", "kill", "--signal=CONT", "NetworkManager").succeeded();

        rig.fairlead("nm:manage", "eno4").succeeded();
        isRightAgain();
    }

    @Test
    void oneThatIsStoppedInTheMidstOfAChange() {
        rig.met("udevadm", "trigger", "systemctl stop NetworkManager",
                () -> assertThat(rig.fairlead(ONE_CHANGE, "nm:unmanage", "eno4").endedWith(4).sentence())
                        .contains("NetworkManager did not answer", "what was written is gone"));
        assertThat(rig.file(OUR_RULE)).doesNotExist();
        rig.run("systemctl", "start", "NetworkManager").succeeded();

        isRightAgain();
    }

    /** Whether the new one answers soon enough or not: what is said is so. */
    @Test
    void oneThatIsRestartedInTheMidstOfAChange() {
        rig.met("udevadm", "trigger", "systemctl restart NetworkManager", () -> {
            Result change = rig.fairlead(ONE_CHANGE, "nm:unmanage", "eno4");
            if (change.status() == 0) {
                assertThat(rig.file(OUR_RULE)).exists();
                rig.await("the VFs are left alone", () -> managed("no"));
                rig.fairlead("nm:manage", "eno4").succeeded();
            } else {
                assertThat(change.endedWith(4).sentence()).contains("NetworkManager did not answer",
                        "what was written is gone");
            }
        });
        isRightAgain();
    }

    /** A change that nothing happens to succeeds. */
    private void isRightAgain() {
        rig.await("NetworkManager manages the VFs", () -> managed("yes"));
        rig.fairlead("nm:unmanage", "eno4").succeeded();
        assertThat(managed("no")).isTrue();
        rig.fairlead("nm:manage", "eno4").succeeded();
    }

    @Test
    void aLibvirtThatIsKilledInTheMidstOfAChangeIsStartedBySystemdAndDoesTheRest() {
        rig.met("virsh", "net-start", "systemctl kill --signal=KILL libvirtd",
                () -> assertThat(rig.fairlead(ONE_CHANGE, "libvirt:pool", "add", "eno4", "--keep").succeeded())
                        .contains("started with 3 VFs"));

        rig.fairlead("libvirt:pool", "remove", "eno4", "--keep").succeeded();
    }

    @Test
    void oneThatIsStoppedInTheMidstOfAChangeSaysWhatIsLeft() {
        rig.met("virsh", "net-start", "systemctl stop " + LIBVIRTD,
                () -> assertThat(
                        rig.fairlead(ONE_CHANGE, "libvirt:pool", "add", "eno4", "--keep").endedWith(4).sentence())
                        .contains("libvirt did not start the pool eno4", "could not be taken back",
                                "the same command completes it"));
        rig.sh("systemctl start " + LIBVIRTD).succeeded();

        assertThat(rig.fairlead("libvirt:pool", "add", "eno4", "--keep").succeeded()).contains("started with 3 VFs");
        rig.fairlead("libvirt:pool", "remove", "eno4", "--keep").succeeded();
    }

    @Test
    void oneThatFreezesInTheMidstOfAChangeIsNotWaitedForWithoutEnd() {
        rig.met("virsh", "net-start", "systemctl kill --signal=STOP libvirtd",
                () -> assertThat(
                        rig.fairlead(ONE_CHANGE, "libvirt:pool", "add", "eno4", "--keep").endedWith(4).sentence())
                        .contains("libvirt did not", "could not be taken back", "the same command completes it"));
        rig.run("systemctl", "kill", "--signal=CONT", "libvirtd").succeeded();

        assertThat(rig.fairlead("libvirt:pool", "add", "eno4", "--keep").succeeded()).contains("started with 3 VFs");
        rig.fairlead("libvirt:pool", "remove", "eno4", "--keep").succeeded();
    }

    /** What looks at an emulator waits here until it is allowed to: a question that has libvirt do so is not answered. */
    @Test
    void aLibvirtThatHasNotLookedAtItsEmulatorsYetAnswersAtOnce() {
        rig.sh("systemctl stop libvirtd; rm -rf /var/cache/libvirt/qemu/capabilities; cd /usr/bin; "
                + "mv qemu-system-x86_64 real; printf '#!/bin/sh\nsleep 60\n' >qemu-system-x86_64; "
                + "chmod 755 qemu-system-x86_64; systemctl start libvirtd").succeeded();
        try {
            assertThat(rig.fairlead(ONE_CHANGE, "libvirt:pool", "add", "eno4", "--keep").succeeded())
                    .contains("started with 3 VFs");
            assertThat(rig.fairlead(ONE_QUESTION, "libvirt:pools").succeeded()).containsPattern("libvirt [0-9.]+")
                    .contains("right");
            rig.fairlead(ONE_CHANGE, "libvirt:pool", "remove", "eno4", "--keep").succeeded();
        } finally {
            rig.sh("mv /usr/bin/real /usr/bin/qemu-system-x86_64; systemctl restart libvirtd").succeeded();
        }
    }

    @Test
    void aSystemdThatExecutesItselfAnewInTheMidstOfAChange() {
        rig.write(DROP_IN,
                "[Service]\nExecStartPre=+/bin/systemctl daemon-reexec\nExecStartPre=+/bin/touch /run/reexecuted\n");
        rig.run("systemctl", "daemon-reload").succeeded();

        assertThat(rig.fairlead(ONE_CHANGE, "unit:install", "eno4").succeeded())
                .contains("interface-vf@eno4.service is active", "eno4: 3 VFs");
        assertThat(rig.file("/run/reexecuted")).exists();

        assertThat(rig.fairlead(ONE_CHANGE, "unit:remove", "eno4").succeeded()).contains("is gone");
        rig.run("rm", "-r", DROP_IN).succeeded();
    }
}
