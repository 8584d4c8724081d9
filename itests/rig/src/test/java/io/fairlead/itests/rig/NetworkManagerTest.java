package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * NetworkManager of each release: kept off VFs and given them back by its own list, and what is said when a file of others
 * is in the way or when it does not run; {@link FaultsTest} has the faults. A veth is no VF to udev: the rule itself is tried in the lab.
 */
@InTheRig
class NetworkManagerTest {

    private static final String CONF_D = "/etc/NetworkManager/conf.d/";
    private static final String OURS = CONF_D + "90-fairlead-vfs-of-eno4.conf";
    private static final String EVERYTHING = "cd /etc && find NetworkManager udev -ls | awk '{print $3, $NF}' | sort && "
            + "find NetworkManager udev -type f | sort | xargs -d '\\n' sha256sum";

    private final Rig rig;

    NetworkManagerTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void threeVfs() {
        rig.makeVfs(3);
        rig.await("NetworkManager manages the VFs", () -> managed("eno4v0", "yes") && managed("eno4v2", "yes"));
    }

    @AfterEach
    void asBefore() {
        rig.sh("rm -f /etc/NetworkManager/conf.d/*.conf; systemctl start NetworkManager; nmcli general reload conf; "
                + "nmcli connection delete owner");
        rig.fairlead("nm:manage", "eno4", "--force");
    }

    private boolean managed(String device, String yes) {
        return rig.run("nmcli", "-g", "GENERAL.NM-MANAGED", "device", "show", device).output().strip().equals(yes);
    }

    @Test
    void whyADeviceIsManagedOrLeftAloneIsSaidWithFileAndLine() {
        assertThat(rig.fairlead("nm:status").succeeded())
                .containsPattern("NetworkManager 1\\.[0-9.]+")
                .containsPattern("eno4v1 +connecting +profile Wired connection|eno4v1 +disconnected +no profile")
                .containsPattern(
                        "peno4 +unmanaged +by udev's NM_UNMANAGED, /usr/lib/udev/rules.d/85-nm-unmanaged.rules line [0-9]+");
    }

    @Test
    void theKeyfileWayAppliesAndReverts() {
        String before = rig.sh(EVERYTHING).succeeded();

        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile", "--keep").succeeded())
                .contains("eno4: NetworkManager leaves all 3 of its VFs' interfaces alone", OURS, "it goes by names");
        assertThat(rig.fairlead("nm:status").succeeded()).containsPattern("eno4v0 +unmanaged +by " + OURS + " line 3");
        assertThat(managed("eno4v0", "no") && managed("eno4v2", "no") && managed("eno4", "yes")).isTrue();

        assertThat(rig.fairlead("nm:manage", "eno4").succeeded())
                .contains("eno4: NetworkManager manages 3 of its VFs' 3 interfaces");
        assertThat(managed("eno4v0", "yes")).isTrue();
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
    }

    @Test
    void aTryLiesInRunAlone() {
        String before = rig.sh(EVERYTHING).succeeded();

        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile").succeeded())
                .contains("/run/NetworkManager/conf.d/");

        assertThat(managed("eno4v1", "no")).isTrue();
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
    }

    @Test
    void theSeedsPlainLineCancelsATryAndIsNamed() {
        rig.write(CONF_D + "seed.conf", "# by hand\n[keyfile]\nunmanaged-devices=interface-name:ens*v*\n");

        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile").endedWith(4).error()).contains(
                "NetworkManager still manages eno4v", CONF_D + "seed.conf line 3", "what was written was taken back");

        assertThat(rig.sh("ls /run/NetworkManager/conf.d").output()).isEmpty();
        assertThat(managed("eno4v0", "yes")).isTrue();
    }

    @Test
    void aLaterLineThatReplacesOursIsNoticed() {
        rig.fairlead("nm:unmanage", "eno4", "--keyfile", "--keep").succeeded();
        rig.write(CONF_D + "zzz-later.conf", "[keyfile]\nunmanaged-devices=interface-name:ens*v*\n");
        rig.run("nmcli", "general", "reload", "conf").succeeded();
        rig.await("NetworkManager manages the VFs again", () -> managed("eno4v0", "yes"));

        assertThat(rig.fairlead("nm:status").succeeded()).contains(
                CONF_D + "zzz-later.conf line 2: unmanaged-devices= replaces what " + OURS + " line 3 says");
    }

    @Test
    void aMalformedFileIsNamed() {
        rig.write(CONF_D + "aaa.conf", "[main]\n; this is no comment to GLib\n");

        assertThat(rig.fairlead("nm:status").succeeded()).contains(CONF_D + "aaa.conf line 2: '; this is no comment");
        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile", "--keep").endedWith(4).error())
                .contains(CONF_D + "aaa.conf line 2", "taken back");
        assertThat(rig.sh("ls " + CONF_D).output()).isEqualTo("aaa.conf\n");
    }

    @Test
    void aSecondOwnerOfThePfIsNoticedWhetherNetworkManagerRunsOrNot() {
        rig.run("nmcli", "connection", "add", "con-name", "owner", "type", "ethernet", "ifname", "eno4", "autoconnect",
                "no", "sriov.total-vfs", "3").succeeded();

        assertThat(rig.fairlead("nm:status").succeeded()).contains("profile 'owner' has sriov.total-vfs=3",
                "two owners of one PF",
                "/etc/NetworkManager/system-connections/owner.nmconnection");
        rig.run("systemctl", "stop", "NetworkManager").succeeded();
        assertThat(rig.fairlead("nm:status").succeeded()).contains("profile 'owner' has sriov.total-vfs=3");
    }

    @Test
    void whatIsInUseIsNotTakenAway() {
        rig.sh("ip addr add 192.0.2.7/24 dev eno4v1");

        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile").endedWith(3).error())
                .contains("VF 1 by interface eno4v1 with address 192.0.2.7/24", "--force");
        assertThat(managed("eno4v0", "yes")).isTrue();
        rig.sh("ip addr flush dev eno4v1");
    }

    @Test
    void aStoppedOneIsToldFromOneThatIsNotInstalled() {
        rig.run("systemctl", "stop", "NetworkManager").succeeded();
        assertThat(rig.fairlead("nm:status").succeeded()).contains("NetworkManager is not running");
        assertThat(rig.fairlead("nm:unmanage", "eno4", "--keyfile").endedWith(4).error())
                .contains("not running", "nothing was changed");

        rig.run("mv", "/usr/sbin/NetworkManager", "/usr/sbin/NetworkManager.away").succeeded();
        try {
            assertThat(rig.fairlead("nm:status").succeeded()).contains("NetworkManager is not installed");
        } finally {
            rig.run("mv", "/usr/sbin/NetworkManager.away", "/usr/sbin/NetworkManager").succeeded();
        }
    }

    @Test
    void aRestartedOneAnswersAgain() {
        rig.fairlead("nm:unmanage", "eno4", "--keyfile").succeeded();
        rig.run("systemctl", "restart", "NetworkManager").succeeded();

        rig.await("the VFs are known and left alone", () -> managed("eno4v0", "no"));
        assertThat(rig.fairlead("nm:status").succeeded()).containsPattern("eno4v0 +unmanaged +by /run/NetworkManager");
    }
}
