package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way back of a pool without Java, on the real libvirt of each release. */
@InTheRig
class LibvirtPoolProgramTest {

    private static final Path PROGRAM = Path
            .of("../../bundles/libvirt/src/main/resources/io/fairlead/libvirt/internal/pool.sh");
    private static final String EVERYTHING = "cd /etc && find libvirt -ls | awk '{print $3, $NF}' | sort && "
            + "find libvirt -type f | sort | xargs sha256sum";
    private static final String POOL = """
            <network>
              <name>vfpool</name>
              <uuid>82fb427e-32f9-4c29-870d-089b82ed2512</uuid>
              <metadata>
                <fairlead:pool xmlns:fairlead="urn:fairlead:libvirt:1" pf="eno4"/>
              </metadata>
              <forward mode='hostdev' managed='yes'>
                <pf dev='eno4'/>
              </forward>
            </network>
            """;
    private static final String KEEP = "virsh net-define /root/pool.xml && virsh net-autostart vfpool && virsh net-start vfpool";
    private static final String STOP = "systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd";

    private final Rig rig;

    LibvirtPoolProgramTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void sevenVfs() throws IOException {
        rig.makeVfs(7);
        rig.write("/root/libvirt-pool", Files.readString(PROGRAM));
        rig.write("/root/pool.xml", POOL);
    }

    @AfterEach
    void noPool() {
        rig.sh("systemctl start libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd; virsh net-destroy vfpool; virsh net-undefine vfpool; rm -f /etc/libvirt/qemu/networks/autostart/vfpool.xml");
    }

    @Test
    void aPoolThatWasNotThereIsGoneWithoutATrace() {
        String before = rig.sh(EVERYTHING).succeeded();
        rig.sh(KEEP).succeeded();

        back("tried manual stopped", "/dev/null").succeeded();
        back("tried manual stopped", "/dev/null").succeeded();

        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
        assertThat(rig.run("virsh", "-q", "net-list", "--all", "--name").succeeded()).doesNotContain("vfpool");
    }

    @Test
    void aRemovedPoolIsThereAgainByteForByteAndStarted() {
        rig.sh(KEEP).succeeded();
        String before = rig.sh(EVERYTHING).succeeded();
        rig.sh("virsh net-destroy vfpool && virsh net-undefine vfpool").succeeded();

        back("kept autostart active", "/root/pool.xml").succeeded();

        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
        assertThat(rig.run("virsh", "net-info", "vfpool").succeeded()).containsPattern("Active: +yes")
                .containsPattern("Autostart: +yes");
    }

    @Test
    void aPoolThatAGuestHasAVfOfGoesOnUntilTheGuestEnds() {
        rig.sh(KEEP).succeeded();
        rig.write("/root/port.xml", """
                <networkport><uuid>11111111-2222-3333-4444-555555555555</uuid>
                  <owner><name>t 1;$(id)</name><uuid>5fe7f1fc-8a5a-4d49-a0c1-000000000001</uuid></owner>
                  <mac address='52:54:00:11:22:33'/></networkport>
                """);
        rig.run("virsh", "net-port-create", "vfpool", "/root/port.xml").succeeded();

        assertThat(back("tried manual stopped", "/dev/null").endedWith(3).output()).isEqualTo("guest t 1;$(id)\n");

        String port = rig.run("virsh", "-q", "net-port-list", "vfpool").succeeded().strip();
        assertThat(rig.run("virsh", "net-info", "vfpool").succeeded()).containsPattern("Persistent: +no");
        rig.run("virsh", "net-port-delete", "vfpool", port).succeeded();
        back("tried manual stopped", "/dev/null").succeeded();
        assertThat(rig.run("virsh", "-q", "net-list", "--name").succeeded()).doesNotContain("vfpool");
    }

    @Test
    void beforeLibvirtRunsTheLinkIsAllThatIsLeftToDo() {
        rig.sh(KEEP).succeeded();
        String before = rig.sh(EVERYTHING).succeeded();
        rig.sh(STOP).succeeded();
        back("tried manual stopped", "/dev/null").succeeded();
        assertThat(rig.sh(EVERYTHING).succeeded()).doesNotContain("autostart/vfpool.xml");

        back("kept autostart active", "/root/pool.xml").succeeded();

        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
    }

    @Test
    void somebodyElsesNetworkIsLeftAlone() {
        rig.sh("grep -v fairlead:pool /root/pool.xml >/root/theirs.xml && virsh net-define /root/theirs.xml")
                .succeeded();

        back("tried manual stopped", "/dev/null").succeeded();

        assertThat(rig.run("virsh", "-q", "net-list", "--all", "--name").succeeded()).contains("vfpool");
    }

    private Result back(String words, String definition) {
        return rig.sh("sh /root/libvirt-pool vfpool %s <%s".formatted(words, definition));
    }
}
