package io.fairlead.itests.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The whole story of preparing a host for guests with virtual functions, from the shell, on a host that is not prepared:
 * booted through GRUB, with {@code intel_iommu=off} in {@code /etc/default/grub}. Each test is a chapter and starts where
 * the one before has ended.
 */
@ExtendWith(InTheLab.class)
@BootedWith("--grub")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class StoryTest {

    private static final String PF = "/sys/class/net/eno4/device";
    private static final String[] ARGUMENTS = {"intel_iommu=on", "iommu=pt"};
    /** The interfaces of t1, the second one plugged in while it runs, and that of t2. */
    private static final String T1 = "52:54:00:4c:00:01";
    private static final String PLUGGED = "52:54:00:4c:00:02";
    private static final String T2 = "52:54:00:4c:00:11";

    private final Lab lab;
    private Product product;
    private List<String> etcBefore = List.of();
    private String grubBefore = "";

    StoryTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void aHostWithTwoGuests() {
        product = Product.installedIn(lab);
        lab.copy(Path.of("src/test/resources/story"), "/root/");
        // libvirtd ends itself after two idle minutes, which on a hypervisor with guests it does not
        lab.sh("""
                set -e
                echo LIBVIRTD_ARGS= >/etc/default/libvirtd; systemctl restart libvirtd
                virsh -q define /root/story/t1.xml; virsh -q define /root/story/t2.xml
                update-grub""").succeeded();
        etcBefore = manifest();
        grubBefore = lab.run("sha256sum", "/boot/grub/grub.cfg").succeeded();
    }

    @Test
    @Order(1)
    void anUnpreparedHostIsToldWhichLineToChange() {
        Result check = product.fairlead("kernel:check");

        assertThat(check.status()).isNotZero();
        assertThat(check.output()).contains("intel_iommu=off").containsPattern("/etc/default/grub line [0-9]+");
    }

    @Test
    @Order(2)
    void theShellPreparesTheHost() {
        product.fairlead("kernel:arg", "add", ARGUMENTS[0], ARGUMENTS[1], "--keep").succeeded();
        product.fairlead("nm:unmanage", "eno4", "--keep").succeeded();
        product.fairlead("unit:install", "eno4", "--vfs", "7", "--probe", "off", "--keep").succeeded();
        product.fairlead("libvirt:pool", "add", "eno4", "--keep").succeeded();
        product.fairlead("libvirt:hooks", "install", "--guests-may", "trust", "--keep").succeeded();

        assertThat(lab.run("cat", "/boot/grub/grub.cfg").succeeded()).contains(ARGUMENTS);
    }

    @Test
    @Order(3)
    void theHostComesUpWithoutFairlead() {
        lab.run("rm", "-r", "/opt/fairlead").succeeded();
        lab.reboot();
        lab.sh("systemctl is-system-running --wait");

        assertThat(lab.run("cat", "/proc/cmdline").succeeded().split(" ")).contains(ARGUMENTS);
        assertThat(vfs()).isEqualTo(7);
        assertThat(monotonic("interface-vf@eno4.service", "ActiveEnterTimestampMonotonic")).isPositive()
                .isLessThan(monotonic("libvirtd.service", "ExecMainStartTimestampMonotonic"));
        assertThat(lab.sh("journalctl --boot --unit=NetworkManager --output=cat").succeeded()).contains("eno4")
                .doesNotContain("eno4v");
        assertThat(lab.run("virsh", "net-list", "--name").succeeded().lines()).contains("eno4");
    }

    @Test
    @Order(4)
    void aGuestAndWhatIsPluggedIntoItAreTrustedAsItsMetadataWishes() {
        lab.run("virsh", "-q", "start", "t1").succeeded();
        assertThat(trustOf(T1)).isEqualTo("true");

        lab.run("virsh", "-q", "attach-device", "t1", "/root/story/hot-plugged.xml", "--live").succeeded();
        assertThat(trustOf(PLUGGED)).isEqualTo("true");
        assertThat(trusted()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void restartingTheUnitTakesNothingFromTheGuest() {
        String before = running();

        Result restart = lab.sh(Duration.ofSeconds(60), """
                start=$(date +%s%3N); systemctl restart interface-vf@eno4; echo $(($(date +%s%3N) - start))""");

        assertThat(Integer.parseInt(restart.succeeded())).as("milliseconds").isLessThan(5000);
        assertThat(running()).isEqualTo(before);
        assertThat(vfs()).isEqualTo(7);
        assertThat(lab.sh("""
                for p in /proc/[0-9]*; do
                    if grep -q vfio_unregister $p/wchan || grep -q '^State:.D' $p/status; then cat $p/comm; fi
                done 2>/dev/null | grep -v '^kworker'; true""").succeeded()).as("stuck").isEmpty();
        assertThat(lab.run("journalctl", "--boot", "--unit=interface-vf@eno4", "--output=cat").succeeded())
                .containsPattern("\\bt1\\b");
        assertThat(lab.run("systemctl", "is-active", "interface-vf@eno4").succeeded()).isEqualTo("active");
    }

    @Test
    @Order(6)
    void theNextGuestGetsTheVfWithoutTrust() {
        String index = indexOf(T1);

        lab.sh("set -e; virsh -q destroy t1; virsh -q start t2").succeeded();

        assertThat(indexOf(T2)).isEqualTo(index);
        assertThat(trusted()).isZero();
        lab.run("virsh", "-q", "destroy", "t2").succeeded();
    }

    @Test
    @Order(7)
    void aPreparedHostPassesTheCheck() {
        product = Product.installedIn(lab);

        product.fairlead("kernel:check").succeeded();
    }

    @Test
    @Order(8)
    void networkManagerLeavesEveryVfOfThePfAloneHoweverItIsNamed() {
        // those of eno5 show what it does to others
        lab.sh("""
                set -e
                echo 0 >%1$s/sriov_numvfs; echo 1 >%1$s/sriov_drivers_autoprobe; echo 7 >%1$s/sriov_numvfs
                echo 1 >%2$s/sriov_numvfs; udevadm settle
                ip link set dev eno4v3 name guestnet0; udevadm settle""".formatted(PF, PF.replace("eno4", "eno5")))
                .succeeded();

        lab.sh(Duration.ofSeconds(60), """
                until nmcli -t -f DEVICE,STATE device | grep -q '^eno5v0:connected'; do sleep 1; done""").succeeded();
        assertThat(lab.sh("nmcli -t -f DEVICE,STATE device | grep -E '^(eno4v|guestnet)' | sort").succeeded().lines())
                .containsExactly("eno4v0:unmanaged", "eno4v1:unmanaged", "eno4v2:unmanaged", "eno4v4:unmanaged",
                        "eno4v5:unmanaged", "eno4v6:unmanaged", "guestnet0:unmanaged");
        assertThat(lab.sh("ip -j -4 address | jq -r '.[]|select(.ifname|test(\"^eno4v|guestnet\"))|.addr_info[]'")
                .succeeded()).isEmpty();
        lab.sh("echo 0 >%s/sriov_numvfs".formatted(PF.replace("eno4", "eno5"))).succeeded();
    }

    @Test
    @Order(9)
    void afterRemovingEverythingNothingIsLeftInEtc() {
        product.fairlead("libvirt:hooks", "remove", "--keep").succeeded();
        product.fairlead("libvirt:pool", "remove", "eno4", "--keep").succeeded();
        product.fairlead("unit:remove", "eno4").succeeded();
        product.fairlead("nm:manage", "eno4").succeeded();
        product.fairlead("kernel:arg", "remove", ARGUMENTS[0], ARGUMENTS[1], "--keep").succeeded();

        assertThat(manifest()).isEqualTo(etcBefore);
        assertThat(lab.run("sha256sum", "/boot/grub/grub.cfg").succeeded()).isEqualTo(grubBefore);
    }

    private List<String> manifest() {
        return lab.run("sh", "/root/story/manifest.sh").succeeded().lines().toList();
    }

    private int vfs() {
        return (int) lab.sh("ls -d %s/virtfn*/physfn".formatted(PF)).output().lines().count();
    }

    private long monotonic(String unit, String property) {
        return Long.parseLong(lab.run("systemctl", "show", "--property=" + property, "--value", unit).succeeded());
    }

    /** The daemon, and the guest: each process with its start time. */
    private String running() {
        return lab.sh("""
                set -e
                systemctl show --property=MainPID,ActiveEnterTimestampMonotonic libvirtd
                cut -d' ' -f 1,2,22 /proc/$(cat /run/libvirt/qemu/t1.pid)/stat; virsh domstate t1""").succeeded();
    }

    private String trustOf(String mac) {
        return vfWith(mac, ".trust");
    }

    private String indexOf(String mac) {
        return vfWith(mac, ".vf");
    }

    private String vfWith(String mac, String what) {
        return lab.sh("ip -j link show eno4 | jq '.[0].vfinfo_list[] | select(.address == \"%s\") | %s'"
                .formatted(mac, what)).succeeded();
    }

    private int trusted() {
        return Integer.parseInt(
                lab.sh("ip -j link show eno4 | jq '[.[0].vfinfo_list[] | select(.trust)] | length'").succeeded());
    }
}
