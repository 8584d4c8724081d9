package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pools of VFs on the real libvirt of each release, and what is said when that does not answer. */
@InTheRig
class LibvirtPoolsTest {

    /** What a command may take in all: libvirt's five seconds, and the JVM's start on a busy machine. */
    private static final Duration ONE_QUESTION = Duration.ofSeconds(20);
    private static final Duration ONE_CHANGE = Duration.ofSeconds(60);
    private static final String PORT = "11111111-2222-3333-4444-555555555555";
    private static final String EVERYTHING = "cd /etc && find libvirt -ls | awk '{print $3, $NF}' | sort && "
            + "find libvirt -type f | sort | xargs sha256sum";

    private final Rig rig;

    LibvirtPoolsTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void sevenVfs() {
        rig.makeVfs(7);
    }

    @AfterEach
    void noPool() {
        rig.sh("systemctl start libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd; for net in eno4 vfpool others; do virsh net-destroy $net; virsh net-undefine $net; done");
    }

    @Test
    void aTriedPoolLeavesNothingInEtc() {
        String before = rig.sh(EVERYTHING).succeeded();

        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").succeeded())
                .isEqualTo("eno4: pool eno4 started with 7 VFs, until the next boot");

        assertThat(rig.run("virsh", "net-info", "eno4").succeeded()).containsPattern("Persistent: +no");
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").succeeded()).contains("already started with 7 VFs");
    }

    @Test
    void aKeptPoolStartsAtBootAndIsGoneWithoutATrace() {
        String before = rig.sh(EVERYTHING).succeeded();

        rig.fairlead("libvirt:pool", "add", "eno4", "--name", "vfpool", "--keep").succeeded();
        assertThat(rig.run("virsh", "net-info", "vfpool").succeeded()).containsPattern("Persistent: +yes")
                .containsPattern("Autostart: +yes").containsPattern("Active: +yes");

        rig.fairlead("libvirt:pool", "remove", "eno4", "--keep").succeeded();
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
        assertThat(rig.run("virsh", "-q", "net-list", "--all", "--name").succeeded()).doesNotContain("vfpool");
    }

    @Test
    void aPoolIsMadeAnewWhenItsVfsChangedButNotUnderAGuest() {
        rig.fairlead("libvirt:pool", "add", "eno4").succeeded();
        rig.makeVfs(3);
        assertThat(rig.fairlead("libvirt:pools").succeeded()).contains("stale: it lists 7 VFs, and eno4 has 3");
        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").succeeded()).contains("started with 3 VFs");

        givePort("eno4", "t 1 %s;$(id)");
        rig.makeVfs(7);

        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").endedWith(3).error())
                .contains("cannot be made anew", "guest t 1 %s;$(id) (VF 0000:01:10.0)");
        assertThat(rig.fairlead("libvirt:pool", "remove", "eno4").endedWith(3).error()).contains("guest t 1 %s;$(id)");
        assertThat(rig.run("virsh", "-q", "net-port-list", "eno4").succeeded()).contains(PORT);
    }

    @Test
    void somebodyElsesNetworkIsLeftAlone() {
        rig.write("/root/others.xml",
                "<network><name>others</name><forward mode='hostdev' managed='yes'><pf dev='eno4'/></forward></network>");
        rig.run("virsh", "net-create", "/root/others.xml").succeeded();

        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").endedWith(3).error()).contains("'others'",
                "not Fairlead's");
        assertThat(rig.fairlead("libvirt:pool", "remove", "eno4").endedWith(3).error()).contains("'others'");
        assertThat(rig.fairlead("libvirt:pool", "add", "eno4", "--name", "default").endedWith(3).error())
                .contains("others");
        assertThat(rig.run("virsh", "-q", "net-list", "--name").succeeded()).contains("others");
    }

    @Test
    void withoutVfsItIsSaidWhatComesFirst() {
        rig.makeVfs(0);

        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").endedWith(3).error())
                .contains("eno4 has no VFs", "sriov:setVfs eno4 N");
    }

    @Test
    void aRestartedLibvirtHasThePoolAndTheGuestsStillHaveTheirVfs() {
        rig.fairlead("libvirt:pool", "add", "eno4").succeeded();
        givePort("eno4", "t1");
        startGuest();
        String pid = rig.sh("pidof qemu-system-x86_64").succeeded();

        rig.run("systemctl", "restart", "libvirtd").succeeded();

        assertThat(rig.fairlead("libvirt:pools").succeeded())
                .containsPattern("eno4 +eno4 +fairlead +started +gone +7 +t1 0000:01:10.0 +right");
        assertThat(rig.sh("pidof qemu-system-x86_64").succeeded()).isEqualTo(pid);
        rig.run("virsh", "destroy", "plain").succeeded();
    }

    @Test
    void aFrozenLibvirtIsAStatusAndRightAgainAfterwards() {
        rig.fairlead("libvirt:pool", "add", "eno4").succeeded();

        rig.frozen("libvirtd", () -> {
            assertThat(rig.fairlead(ONE_QUESTION, "libvirt:pools").succeeded())
                    .contains("libvirt did not answer within 5 s");
            assertThat(rig.fairlead(ONE_QUESTION, "libvirt:guests").succeeded()).contains("did not answer");
            assertThat(rig.fairlead(ONE_QUESTION, "libvirt:hooks", "status").succeeded()).contains("did not answer");
            // a change waits longer for a libvirtd that was started within the last minute, as this one was
            assertThat(rig.fairlead(ONE_CHANGE, "libvirt:pool", "add", "eno4", "--keep").endedWith(4).error())
                    .containsPattern("libvirt did not answer within (5|30) s");
        });

        assertThat(rig.fairlead("libvirt:pools").succeeded()).contains("right");
    }

    @Test
    void aStoppedLibvirtIsAStatus() {
        rig.run("systemctl", "stop", "libvirtd.socket", "libvirtd-ro.socket", "libvirtd-admin.socket", "libvirtd")
                .succeeded();

        assertThat(rig.fairlead("libvirt:guests").succeeded()).contains("libvirt is not running");
        assertThat(rig.fairlead("libvirt:pools").succeeded()).contains("libvirt is not running");
        assertThat(rig.fairlead("libvirt:pool", "add", "eno4").endedWith(4).error()).contains("libvirt is not running");
    }

    @Test
    void withoutLibvirtThereIsAStatus() {
        rig.run("mv", "/usr/bin/virsh", "/usr/bin/virsh.away").succeeded();
        try {
            assertThat(rig.fairlead("libvirt:guests").succeeded()).contains("there is no virsh on this host");
            assertThat(rig.fairlead("libvirt:hooks", "install", "--keep").endedWith(4).error())
                    .contains("there is no virsh on this host");
        } finally {
            rig.run("mv", "/usr/bin/virsh.away", "/usr/bin/virsh").succeeded();
        }
    }

    private void givePort(String network, String guest) {
        rig.write("/root/port.xml", """
                <networkport><uuid>%s</uuid>
                  <owner><name>%s</name><uuid>5fe7f1fc-8a5a-4d49-a0c1-000000000001</uuid></owner>
                  <mac address='52:54:00:11:22:33'/>
                </networkport>
                """.formatted(PORT, guest));
        rig.run("virsh", "net-port-create", network, "/root/port.xml").succeeded();
    }

    private void startGuest() {
        rig.write("/root/plain.xml", """
                <domain type='qemu'><name>plain</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='q35'>hvm</type></os><on_poweroff>destroy</on_poweroff>
                  <devices><memballoon model='none'/></devices></domain>
                """);
        rig.run("virsh", "create", "/root/plain.xml").succeeded();
    }
}
