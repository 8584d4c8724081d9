package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The daemons of the rig are the real ones, and the product runs among them. */
@InTheRig
class RigTest {

    private final Rig rig;

    RigTest(Rig rig) {
        this.rig = rig;
    }

    @Test
    void systemdRunsEverything() {
        assertThat(rig.run("systemctl", "is-system-running").succeeded()).isEqualTo("running");
        assertThat(rig.run("cat", "/proc/1/comm").succeeded()).isEqualTo("systemd");
        assertThat(rig.sh(". /etc/os-release; echo $VERSION_CODENAME").succeeded()).isEqualTo(rig.debian().suite());
    }

    @Test
    void networkManagerRunsDhcpOnEveryNewVf() {
        rig.makeVfs(2);
        rig.await("NetworkManager is at work on eno4v1",
                () -> rig.run("nmcli", "-g", "GENERAL.STATE", "device", "show", "eno4v1").output()
                        .contains("connecting"));
    }

    @Test
    void libvirtHandsOutTheVfsOfAPool() {
        rig.makeVfs(4);
        rig.write("/root/pool.xml",
                "<network><name>vfpool</name><forward mode='hostdev' managed='yes'><pf dev='eno4'/></forward></network>");
        assertThat(rig.run("virsh", "net-create", "/root/pool.xml").succeeded()).contains("vfpool created");
        assertThat(rig.run("virsh", "net-dumpxml", "vfpool").succeeded())
                .containsPattern("(?s)(<address type='pci'.*){4}");
        rig.run("virsh", "net-destroy", "vfpool").succeeded();
    }

    @Test
    void grubGeneratesWhatItsFilesSay() {
        rig.write("/etc/default/grub.d/10-test.cfg", "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX iommu=pt\"\n");
        rig.run("update-grub").succeeded();
        assertThat(rig.run("grep", "-E", "^\\s*linux\\s", "/boot/grub/grub.cfg").succeeded()).contains(" iommu=pt");
    }

    @Test
    void theProductSeesThePf() {
        rig.makeVfs(3);
        assertThat(rig.fairlead("sriov:list").succeeded()).containsPattern("eno4 +0000:01:00.0 +igb +3/7");
        assertThat(rig.fairlead("sriov:lits").endedWith(2).error()).contains("sriov:list");
    }
}
