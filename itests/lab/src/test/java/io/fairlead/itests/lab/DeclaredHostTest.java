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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A host that is not prepared, brought by one document to what the seed ends with; and what a try leaves behind that
 * nobody confirms, whatever dies meanwhile. Each test starts where the one before has ended.
 *
 * <p>Deadlines leave time for what is slow under emulation; what is to be back after one has the same time as on any host.
 */
@ExtendWith(InTheLab.class)
@BootedWith("--grub")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class DeclaredHostTest {

    private static final String DOCUMENTS = "/root/declared/";
    private static final String[] ARGUMENTS = {"intel_iommu=on", "iommu=pt"};
    /** A boot under emulation, of which the daemon is the last. */
    private static final Duration BOOTED = Duration.ofMinutes(6);
    private static final Duration SOON = Duration.ofMinutes(4);

    private final Lab lab;
    private Product product;

    DeclaredHostTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void aHostWithADaemonAndADocument() {
        lab.copy(Path.of("src/test/resources/declared"), "/root/");
        lab.copy(Path.of("src/test/resources/story/manifest.sh"), "/root/");
        // libvirtd ends itself after two idle minutes, which on a hypervisor with guests it does not
        lab.sh("""
                set -e
                echo LIBVIRTD_ARGS= >/etc/default/libvirtd; systemctl restart libvirtd
                virsh -q define /root/guest/t1.xml; virsh -q define /root/declared/t2.xml
                mkdir -p /etc/fairlead; cp /root/declared/host.yaml /etc/fairlead/""").succeeded();
        product = Product.installedIn(lab).asDaemon();
    }

    @Test
    @Order(1)
    void oneDocumentTakesAFreshHostToTheSeedsFinalState() {
        Result applied = product.fairlead("host:apply", "--confirm", "600");
        assertThat(applied.status()).isEqualTo(5);
        assertThat(applied.output()).contains("reboot now");

        lab.reboot();
        awaitStatus(BOOTED, ".tried.phase == \"tried\"");
        product.fairlead("host:confirm").succeeded();

        assertThat(lab.run("cat", "/proc/cmdline").succeeded().split(" ")).contains(ARGUMENTS);
        assertThat(lab.run("cat", "/boot/grub/grub.cfg").succeeded()).contains(ARGUMENTS);
        assertThat(vfs("eno4")).isEqualTo(7);
        assertThat(lab.sh("ip -j link show eno4 | jq -c '.[0].vfinfo_list[3]'").succeeded())
                .contains("52:54:00:11:22:33", "\"vlan\":100", "\"trust\":true", "\"spoofchk\":true");
        assertThat(lab.run("readlink", "/sys/class/net/eno4/device/virtfn6/driver").succeeded()).endsWith("/vfio-pci");
        assertThat(lab.run("systemctl", "is-enabled", "interface-vf@eno4").succeeded()).isEqualTo("enabled");
        assertThat(lab.sh("systemctl show --property=After --value libvirtd").succeeded())
                .contains("interface-vf@eno4.service");
        assertThat(lab.sh("virsh net-list --name --persistent --autostart").succeeded()).contains("vfpool");
        assertThat(lab.sh("ls /etc/udev/rules.d /etc/libvirt/hooks/qemu.d").succeeded())
                .contains("90-fairlead-vfs-of-eno4.rules", "fairlead");
    }

    @Test
    @Order(2)
    void applyingItAgainWritesNothing() {
        Result again = lab.sh("""
                set -e
                pid=$(systemctl show --property=MainPID --value fairlead); touch /tmp/before
                strace -f -qq -o /tmp/trace -e trace=%file -e signal=none -p "$pid" &
                until ! grep -q '^TracerPid:.0$' /proc/$pid/status; do sleep 0.1; done
                fairlead host:apply
                kill $!; wait""");

        assertThat(again.succeeded()).contains("nothing was written");
        assertThat(lab.sh("""
                grep -E '(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|^[0-9]+ +([fl]?ch(mod|own)|mkdir|rename|rmdir|(sym|un)?link|truncate|utime))' \
                    /tmp/trace | grep -E '"(/etc|/boot|/var/lib/fairlead|/sys)[/"]'; true""")
                .succeeded()).isEmpty();
        assertThat(lab.sh("find /etc /boot /var/lib/fairlead -newer /tmp/before").succeeded()).isEmpty();
        assertThat(lab.sh("grep -c '\"/sys/bus/pci/devices' /tmp/trace").succeeded())
                .as("the trace sees what is read").isNotEqualTo("0");
    }

    @Test
    @Order(3)
    void aDocumentThatWouldTakeAGuestsVfIsRefusedByTheGuestsName() {
        lab.run("virsh", "-q", "start", "t1").succeeded();
        List<String> before = picture();

        Result plan = product.fairlead("host:plan", DOCUMENTS + "fewer.yaml");
        Result apply = product.fairlead("host:apply", DOCUMENTS + "fewer.yaml");

        assertThat(plan.status()).isEqualTo(3);
        assertThat(plan.output()).contains("guest t1");
        assertThat(apply.status()).isEqualTo(3);
        assertThat(apply.error()).contains("guest t1", "nothing was changed");
        assertThat(lab.run("virsh", "domstate", "t1").succeeded()).isEqualTo("running");
        assertThat(picture()).isEqualTo(before);
        assertThat(product.fairlead("host:status").succeeded()).startsWith("converged");
        lab.run("virsh", "-q", "destroy", "t1").succeeded();
    }

    @Test
    @Order(4)
    void aVfThatAGuestTookDuringTheTryStaysUntilTheGuestEnds() {
        List<String> before = picture();
        product.fairlead("host:apply", DOCUMENTS + "more.yaml", "--confirm", "45").succeeded();
        lab.run("virsh", "-q", "start", "t2").succeeded();

        awaitStatus(SOON, ".tried.phase == \"rolled-back-except\"");

        Result status = product.fairlead("host:status");
        assertThat(status.status()).isEqualTo(4);
        assertThat(status.output()).contains("stuck", "virtual-functions eno5", "guest t2");
        assertThat(lab.run("virsh", "domstate", "t2").succeeded()).isEqualTo("running");
        assertThat(vfs("eno5")).isEqualTo(2);

        lab.run("virsh", "-q", "destroy", "t2").succeeded();
        awaitStatus(SOON, ".state == \"converged\"");
        assertThat(vfs("eno5")).isZero();
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void aVfOfAnotherPortIsTheWayToTheManagementNetwork() {
        product.fairlead("host:apply", DOCUMENTS + "managed.yaml", "--yes").succeeded();
        lab.sh("""
                nmcli connection add type ethernet ifname eno5v0 con-name management \
                    ipv4.method manual ipv4.addresses 10.0.4.99/24 ipv6.method disabled
                until nmcli connection up management; do sleep 0.5; done""").succeeded();

        awaitManagement();
    }

    @ParameterizedTest
    @CsvSource({"nothing, true", "NetworkManager, systemctl kill --signal=KILL NetworkManager",
            "the daemon, systemctl kill --signal=KILL fairlead"})
    @Order(6)
    void aTryThatCutsTheManagementNetworkIsTakenBackInTimeWhateverDies(String who, String kill) {
        // who is killed stays dead: nothing but the try's own timer is left
        lab.sh("""
                set -e; mkdir -p /run/systemd/system/fairlead.service.d
                printf '[Service]\\nRestart=no\\n' >/run/systemd/system/fairlead.service.d/dead.conf
                systemctl daemon-reload; systemctl start fairlead""").succeeded();
        awaitStatus(SOON, ".state == \"converged\"");
        List<String> before = picture();

        String deadline = lab.sh("""
                fairlead host:apply %scut.yaml --confirm 20 --json >/tmp/applied || exit
                %s
                ping -c 2 -W 1 -I eno5v0 10.0.4.2 >/dev/null && echo it is not cut >&2 && exit 1
                jq -r .tried.deadline /tmp/applied""".formatted(DOCUMENTS, kill)).succeeded();
        Result back = lab.sh(SOON, """
                until ip -j link show eno5 | jq -e '.[0].vfinfo_list[0].vlan_list[0] | (.vlan // 0) == 0' >/dev/null; do
                    sleep 0.1
                done
                echo $(($(date +%%s%%3N) - $(date -d %s +%%s)000))""".formatted(deadline));

        assertThat(Integer.parseInt(back.succeeded())).as("milliseconds after the deadline, with %s dead", who)
                .isBetween(-1000, 5000);
        awaitManagement();
        lab.sh("systemctl start NetworkManager fairlead").succeeded();
        awaitStatus(SOON, ".state == \"converged\"");
        assertThat(picture()).isEqualTo(before);
        assertThat(lastResult()).isEqualTo("rolled-back");
    }

    /** What was confirmed is there after this boot too: the VFs, which no reboot leaves, are made anew by their units. */
    @Test
    @Order(7)
    void aTryThatThePowerIsCutInIsNotThereAfterTheBoot() {
        lab.sh("rm -r /run/systemd/system/fairlead.service.d; systemctl daemon-reload").succeeded();
        List<String> before = picture();
        product.fairlead("host:apply", DOCUMENTS + "cut.yaml", "--confirm", "600").succeeded();
        assertThat(reachesManagement()).isFalse();

        lab.cutPower();

        awaitStatus(BOOTED, ".state == \"converged\"");
        product.fairlead("host:status").succeeded();
        awaitManagement();
        assertThat(lab.run("cat", "/proc/cmdline").succeeded().split(" ")).contains(ARGUMENTS);
        assertThat(picture()).isEqualTo(before);
        assertThat(lastResult()).isEqualTo("rolled-back");
    }

    @Test
    @Order(8)
    void argumentsThatDoNotBootAreGoneWithTheNextBoot() {
        List<String> before = picture();
        Result applied = product.fairlead("host:apply", DOCUMENTS + "unbootable.yaml", "--confirm", "600");
        assertThat(applied.status()).isEqualTo(5);

        assertThat(lab.rebootInVain().error()).contains("the emulator ended");
        lab.cutPower();

        awaitStatus(BOOTED, ".state == \"converged\"");
        product.fairlead("host:status").succeeded();
        assertThat(lab.run("cat", "/proc/cmdline").succeeded()).contains(ARGUMENTS)
                .doesNotContain("nonexistent", "fairlead.trial");
        assertThat(picture()).isEqualTo(before);
        assertThat(lastResult()).isEqualTo("failed");
    }

    /** Waits until what {@code host:status --json} answers is so. */
    private void awaitStatus(Duration bound, String condition) {
        lab.sh(bound, """
                until fairlead host:status --json >/tmp/status; jq -e '%s' /tmp/status >/dev/null; do sleep 1; done"""
                .formatted(condition)).succeeded();
    }

    private void awaitManagement() {
        lab.sh(SOON, "until ping -c 1 -W 1 -I eno5v0 10.0.4.2; do sleep 0.5; done").succeeded();
    }

    private boolean reachesManagement() {
        return lab.sh("ping -c 2 -W 1 -I eno5v0 10.0.4.2").status() == 0;
    }

    private String lastResult() {
        return lab.sh("fairlead host:history --json | jq -r '.[0].result'").succeeded();
    }

    private int vfs(String pf) {
        return (int) lab.sh("ls -d /sys/class/net/%s/device/virtfn*/physfn".formatted(pf)).output().lines().count();
    }

    /** All that Fairlead could have changed: files, VFs with their attributes and drivers, units, networks, boot entries. */
    private List<String> picture() {
        return lab.sh("""
                sh /root/manifest.sh
                sha256sum /boot/grub/grub.cfg; ls /boot/grub/custom.cfg
                find /run/systemd/system /run/udev/rules.d /run/NetworkManager/conf.d /run/fairlead/vf \
                    /run/fairlead/native -type f -exec sha256sum {} +
                for pf in eno4 eno5; do
                    ip -j link show $pf | jq -c '.[0].vfinfo_list[]? | del(.address, .rate)'
                    for vf in /sys/class/net/$pf/device/virtfn*; do echo $vf $(readlink $vf/driver); done
                    systemctl is-active interface-vf@$pf
                done
                nmcli -t -f DEVICE,STATE device | grep '^eno' | sort
                virsh net-list --all | sort; cat /var/lib/fairlead/confirmed""").output().lines().toList();
    }
}
