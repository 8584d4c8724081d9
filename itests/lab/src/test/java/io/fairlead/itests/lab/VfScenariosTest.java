package io.fairlead.itests.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the product promises of virtual functions, on a real kernel. */
@ExtendWith(InTheLab.class)
class VfScenariosTest {

    private static final Path VENDOR = Path.of("../../target/verify/vendor");
    private static final String PF = "/sys/class/net/eno4/device";

    private final Lab lab;
    private final Product product;

    VfScenariosTest(Lab lab) {
        this.lab = lab;
        this.product = Product.installedIn(lab);
    }

    /** NetworkManager would run DHCP on every VF that the host probes: that is another story than these. */
    @BeforeEach
    void aHostWithoutVfs() {
        lab.sh("""
                mkdir -p /run/udev/rules.d
                echo 'SUBSYSTEM=="net", TEST=="device/physfn", ENV{NM_UNMANAGED}="1"' >/run/udev/rules.d/90-lab.rules
                udevadm control --reload
                virsh -q destroy t1; virsh -q net-destroy vfpool; virsh -q net-undefine vfpool; ip netns del blue
                while pgrep -f '[s]low-operation.sh'; do sleep 0.2; done
                until echo 0 >%1$s/sriov_numvfs; do sleep 1; done
                echo 1 >%1$s/sriov_drivers_autoprobe; rm -rf /run/fairlead/ops; true""".formatted(PF)).succeeded();
    }

    @Test
    void createsSevenVfsThatTheHostDoesNotProbe() {
        Result created = product.fairlead("-c", "sriov:setVfs eno4 7 --probe off");

        assertThat(created.succeeded()).contains("eno4: 7 VFs");
        assertThat(vfs()).isEqualTo(7);
        assertThat(lab.sh("ls /sys/class/net").succeeded()).doesNotContain("eno4v");

        Result again = lab.sh("""
                strace -f --seccomp-bpf -e trace=openat,open,creat,unlinkat,renameat,renameat2 -o /tmp/trace \\
                    /opt/fairlead/bin/fairlead -c 'sriov:setVfs eno4 7 --probe off'""");
        assertThat(again.succeeded()).contains("nothing written");
        assertThat(lab.sh("grep -cE '\"/sys.*(O_WRONLY|O_RDWR)' /tmp/trace").output().strip()).isEqualTo("0");
        assertThat(lab.sh("grep -c '\"/sys/bus/pci/devices' /tmp/trace").output().strip())
                .as("the trace sees what is read").isNotEqualTo("0");

        assertThat(product.fairlead("sriov:setVfs", "eno4", "4").succeeded()).contains("4 VFs (was 7)", "through 0");
        assertThat(vfs()).isEqualTo(4);
    }

    @Test
    void listsWhatProgramsNeed() {
        create(7, false);

        product.fairlead("sriov:list", "--json").succeeded();
        lab.sh("/opt/fairlead/bin/fairlead sriov:list --json >/tmp/list.json").succeeded();

        assertThat(lab.sh("jq -r '.[].name' /tmp/list.json").succeeded().lines()).containsExactly("eno4", "eno5");
        assertThat(lab.sh("jq -c '.[0] | [.pci, .driver, .totalVfs, .numVfs, .probe, .nicDriver]' /tmp/list.json")
                .succeeded()).isEqualTo("[\"0000:01:00.0\",\"igb\",7,7,false,\"intel-igb\"]");
        assertThat(lab.sh("""
                jq -c '.[0].functions[3] | [.index, .pci, .driver, .iommuGroup != null, .mac != null, .trust,
                    .spoofCheck, .holders] + [has("vlan")]' /tmp/list.json""").succeeded())
                .isEqualTo("[3,\"0000:01:10.6\",null,true,true,false,true,[],true]");
    }

    @Test
    void aGuestKeepsItsVf() {
        create(7, false);
        startGuest();

        Result refused = product.fairlead("sriov:setVfs", "eno4", "4");

        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.error()).contains("guest t1");
        assertThat(Product.took(refused)).isLessThan(Duration.ofSeconds(2));
        assertThat(stuckProcesses()).isEmpty();
        assertThat(lab.run("virsh", "domstate", "t1").succeeded()).isEqualTo("running");
        assertThat(vfs()).isEqualTo(7);

        Result measured = product.fairlead("sriov:measure", "eno4");
        assertThat(measured.status()).isEqualTo(3);
        assertThat(measured.error()).contains("guest t1");
    }

    @Test
    void forceAnswersAtOnceAndTheKernelCompletesItWhenTheGuestEnds() {
        create(7, false);
        startGuest();

        Result forced = product.fairlead("sriov:setVfs", "eno4", "4", "--force");

        assertThat(forced.status()).isEqualTo(5);
        assertThat(forced.error()).contains("stuck since", "guest t1");
        assertThat(Product.took(forced)).isLessThan(Duration.ofSeconds(5));
        assertThat(lab.sh("pgrep -f '[f]airlead.jar'").status()).as("its process has ended").isEqualTo(1);

        Result list = product.fairlead("sriov:list");
        assertThat(list.succeeded()).contains("eno5", "stuck since", "waiting for guest t1");
        assertThat(Product.took(list)).isLessThan(Duration.ofSeconds(5));
        assertThat(product.fairlead("sriov:setVfs", "eno4", "2").status()).isEqualTo(4);

        lab.run("virsh", "-q", "destroy", "t1").succeeded();
        lab.sh(Duration.ofSeconds(60), "until [ $(ls -d %s/virtfn* | wc -l) = 4 ]; do sleep 0.2; done".formatted(PF))
                .succeeded();
        lab.sh(Duration.ofSeconds(20), "while ls /run/fairlead/ops/*; do sleep 0.2; done").succeeded();
        assertThat(product.fairlead("sriov:list").succeeded()).contains("4/7", "idle");
    }

    @ParameterizedTest
    @CsvSource({"network namespace blue, ip netns add blue && ip link set eno4v1 netns blue",
            "192.0.2.1/24, ip address add 192.0.2.1/24 dev eno4v1",
            "macvtap, ip link add link eno4v1 name macvtap1 type macvtap"})
    void whateverUsesAVfKeepsIt(String holder, String use) {
        create(2, true);
        lab.sh(use).succeeded();

        Result refused = product.fairlead("sriov:setVfs", "eno4", "0");

        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.error()).contains("VF 1", holder);
        assertThat(Product.took(refused)).isLessThan(Duration.ofSeconds(2));
        assertThat(vfs()).isEqualTo(2);
    }

    @Test
    void attributesAreSetAndReadBack() {
        create(7, false);

        product.fairlead("sriov:setVf", "eno4", "3", "--mac", "52:54:00:11:22:33", "--vlan", "100", "--trust", "on",
                "--spoof", "off").succeeded();

        assertThat(lab.sh("""
                ip -j link show eno4 | jq -c '.[0].vfinfo_list[3] |
                    [.address, .vlan_list[0].vlan, .trust, .spoofchk]'""").succeeded())
                .isEqualTo("[\"52:54:00:11:22:33\",100,true,false]");

        Result state = product.fairlead("sriov:setVf", "eno4", "3", "--state", "on");
        assertThat(state.status()).isEqualTo(3);
        assertThat(state.error()).contains("link state", "not supported", "igb");
    }

    @Test
    void driversAreBoundThoughTheHostDoesNotProbe() {
        create(3, false);

        product.fairlead("-c", "sriov:setVf eno4 1 --driver vfio-pci; sriov:setVf eno4 2 --driver igbvf").succeeded();
        assertThat(lab.run("readlink", PF + "/virtfn1/driver").succeeded()).endsWith("/vfio-pci");
        assertThat(lab.run("readlink", PF + "/virtfn2/driver").succeeded()).endsWith("/igbvf");

        product.fairlead("sriov:setVf", "eno4", "1", "--driver", "none").succeeded();
        assertThat(lab.run("readlink", PF + "/virtfn1/driver").status()).isNotZero();
    }

    @Test
    void measuresAndPutsEverythingBack() {
        create(7, false);
        String before = picture();

        Result measured = product.fairlead("sriov:measure", "eno4", "--seconds", "2");

        assertThat(measured.succeeded()).contains("VF 0", "VF 1", "macvlan 0", "macvlan 1", "host", "MBIT/S");
        assertThat(picture()).isEqualTo(before);

        // interrupted in the middle, while the guests of the measurement are there
        lab.sh("""
                /opt/fairlead/bin/fairlead sriov:measure eno4 --seconds 30 >/tmp/measure 2>&1 &
                until ip netns list | grep -q fairlead-macvlan1; do sleep 0.2; done
                /opt/fairlead/bin/fairlead sriov:setVfs eno5 1 >/tmp/second 2>&1; echo $? >/tmp/second.status
                kill -TERM $(pgrep -f '[f]airlead.jar.*sriov:measure'); wait""");
        assertThat(picture()).isEqualTo(before);
        assertThat(lab.run("cat", "/tmp/second.status").succeeded()).as("a second writer").isEqualTo("4");
        assertThat(lab.run("cat", "/tmp/second").succeeded()).contains("pid ");
    }

    @Test
    void badInputIsRefusedInOneSentenceAndChangesNothing() {
        create(2, false);
        String[] bad = {"sriov:setVfs nosuch 1", "sriov:setVfs enp0s2 1", "sriov:setVfs eno4 -1",
                "sriov:setVfs eno4 8", "sriov:setVfs eno4 7.5", "sriov:setVfs eno4 ''",
                "sriov:setVfs eno4 1234567890123456789012345678901234567890", "sriov:setVfs ../../etc 1",
                "sriov:setVfs '$(id)' 1", "sriov:setVf eno4 0 --mac 01:00:5e:00:00:01",
                "sriov:setVf eno4 0 --vlan 4095", "sriov:setVf eno4 2 --trust on"};
        String before = picture();

        Result refused = product.fairlead("-c", String.join(" || ", bad));

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.error().lines().filter(line -> line.startsWith("fairlead: "))).hasSize(bad.length)
                .allSatisfy(line -> assertThat(line).doesNotContain("Exception", "internal error"));
        assertThat(picture()).isEqualTo(before);
    }

    @Test
    void withoutRootOrWithoutIpNothingIsChanged() {
        create(2, true);
        lab.sh("ip address add 192.0.2.1/24 dev eno4v1").succeeded();
        String before = picture();

        Result nobody = lab.sh("setpriv --reuid=65534 --clear-groups /opt/fairlead/bin/fairlead sriov:setVfs eno4 0");
        Result withoutIp = lab.sh("PATH=/nonexistent /opt/fairlead/bin/fairlead sriov:setVfs eno4 0");
        Result attributes = lab.sh("PATH=/nonexistent /opt/fairlead/bin/fairlead sriov:setVf eno4 0 --trust on");

        assertThat(nobody.status()).isEqualTo(3);
        assertThat(nobody.error()).contains("root");
        assertThat(withoutIp.status()).isEqualTo(3);
        assertThat(withoutIp.error()).contains("ip is not on the PATH");
        assertThat(attributes.status()).isEqualTo(4);
        assertThat(attributes.error()).contains("ip is not on the PATH", "iproute2");
        assertThat(picture()).isEqualTo(before);
    }

    /** The vendor's is the template, as itests/vendor-template/run builds and signs it. */
    @Test
    void driversComeAndGoUnderAGuestAndNoFrameIsLost() {
        assertThat(VENDOR).as("built by itests/vendor-template/run target/verify/vendor").exists();
        lab.copy(VENDOR.resolve("target/com.example.nic-1.0.0.jar"), "/root/");
        lab.copy(VENDOR.resolve("target/com.example.nic-1.0.0.jar.sig"), "/root/");
        lab.copy(VENDOR.resolve("key.pub"), "/root/");
        create(7, false);
        startGuest();
        lab.sh("""
                ip address replace 10.0.3.77/24 dev eno4; ip link set eno4 up
                until ping -c 1 -W 1 -I eno4 10.0.3.2; do sleep 0.2; done
                setsid ping -i 0.2 -W 5 -I eno4 10.0.3.2 >/tmp/ping 2>&1 </dev/null &
                true""").succeeded();

        Result swapped = product.fairlead("-c", """
                vendor:trust /root/key.pub --prefix com.example.nic; nic:why eno4;
                uninstall io.fairlead.nic.intel; nic:why eno4;
                vendor:deploy /root/com.example.nic-1.0.0.jar; nic:why eno4;
                vendor:remove com.example.nic; nic:why eno4;
                start file:$(ls /opt/fairlead/bundles/io.fairlead.nic.intel-*.jar); nic:why eno4;
                sriov:show eno4""".replace("$(ls /opt/fairlead/bundles/io.fairlead.nic.intel-*.jar)",
                lab.sh("ls /opt/fairlead/bundles/io.fairlead.nic.intel-*.jar").succeeded()).replace("\n", " "));
        Result ping = lab.sh("""
                pkill -INT ping; while pgrep -x ping; do sleep 0.1; done
                ip address del 10.0.3.77/24 dev eno4; cat /tmp/ping""");

        assertThat(swapped.succeeded().lines().filter(line -> line.contains(" has eno4: "))
                .map(line -> line.split(" ", 2)[0])).containsExactly("intel-igb", "generic", "example-82576", "generic",
                        "intel-igb");
        assertThat(swapped.output()).contains("guest t1");
        assertThat(ping.succeeded()).contains(" 0% packet loss");
        assertThat(lab.run("virsh", "domstate", "t1").succeeded()).isEqualTo("running");
        assertThat(lab.run("readlink", PF + "/virtfn0/driver").succeeded()).endsWith("/vfio-pci");
        assertThat(vfs()).isEqualTo(7);
    }

    private void create(int count, boolean probe) {
        lab.sh("set -e; echo %d >%2$s/sriov_drivers_autoprobe; echo %3$d >%2$s/sriov_numvfs; udevadm settle"
                .formatted(probe ? 1 : 0, PF, count)).succeeded();
    }

    private void startGuest() {
        lab.sh("""
                set -e
                virsh -q net-define /root/guest/vfpool.xml; virsh -q net-start vfpool
                virsh -q create /root/guest/t1.xml""").succeeded();
        assertThat(lab.run("readlink", PF + "/virtfn0/driver").succeeded()).endsWith("/vfio-pci");
    }

    private int vfs() {
        return (int) lab.sh("ls -d %1$s/virtfn*/physfn 2>/dev/null".formatted(PF)).output().lines().count();
    }

    /** A stuck writer is in state S until a signal reaches it, so the place where it waits is looked at too. */
    private String stuckProcesses() {
        return lab.sh("""
                for p in /proc/[0-9]*; do
                    if grep -q vfio_unregister $p/wchan || grep -q '^State:.D' $p/status; then cat $p/comm; fi
                done 2>/dev/null | grep -v '^kworker' ; true""").succeeded();
    }

    /** Namespaces, interfaces with their state, and drivers of the VFs. */
    private String picture() {
        return lab.sh("""
                ip netns list | sort; ip -o link | sed 's/^[0-9]*: //; s/ .*mtu/ mtu/; s/qdisc.*//' | sort
                for vf in %s/virtfn*; do echo $vf $(readlink $vf/driver); done""".formatted(PF)).succeeded();
    }
}
