package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hooks under the real libvirt of each release. */
@InTheRig
class LibvirtHooksTest {

    private static final String GUEST = "5fe7f1fc-8a5a-4d49-a0c1-000000000001";
    private static final String NAME = "t1 %s;x \"q' $(id) ..";
    private static final String EVERYTHING = "cd /etc && find . -ls | awk '{print $3, $NF}' | sort && "
            + "find libvirt fairlead -type f 2>/dev/null | sort | xargs sha256sum";
    private static final int ROUNDS = 25;

    private final Rig rig;

    LibvirtHooksTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void aPool() {
        rig.makeVfs(7);
        rig.fairlead("libvirt:pool", "add", "eno4", "--name", "vfpool").succeeded();
    }

    @AfterEach
    void nothing() {
        rig.sh("virsh undefine " + GUEST + "; virsh destroy plain; virsh undefine plain");
        rig.fairlead("libvirt:hooks", "remove", "--keep").succeeded();
        rig.fairlead("libvirt:pool", "remove", "eno4", "--keep").succeeded();
    }

    @Test
    void hooksThatCannotBeTriedAreNot() {
        assertThat(rig.fairlead("libvirt:hooks", "install").endedWith(2).error()).contains("say --keep");
        assertThat(rig.sh("ls /etc/libvirt/hooks").succeeded()).isEmpty();
    }

    @Test
    void installedHooksAreSeenToRunAndNothingOfTheProofStays() {
        String before = rig.sh(EVERYTHING).succeeded();

        String report = rig.fairlead("libvirt:hooks", "install", "--keep").succeeded();

        assertThat(report).containsPattern("network.d/fairlead +installed +yes, it was seen")
                .containsPattern("qemu.d/fairlead +installed +yes, it was seen");
        assertThat(rig.run("virsh", "-q", "list", "--all", "--name").succeeded()).isEmpty();
        assertThat(rig.run("virsh", "-q", "net-list", "--all", "--name").succeeded()).doesNotContain("probe");
        assertThat(rig.sh("find / -xdev -name '*fairlead-probe*'; ls /run/fairlead").succeeded())
                .doesNotContain("probe");

        rig.fairlead("libvirt:hooks", "remove", "--keep").succeeded();
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
    }

    @Test
    void aGuestGetsOfItsWishWhatIsAllowed() {
        define("""
                <fairlead:guest xmlns:fairlead='urn:fairlead:libvirt:1'>
                  <fairlead:interface mac='52:54:00:11:22:33' trust='on' maxRate='100'/>
                </fairlead:guest>
                """);

        assertThat(rig.fairlead("libvirt:hooks", "install", "--keep").succeeded())
                .contains("guests may wish for: nothing", "granted wish: none");
        assertThat(rig.sh("ls /etc/fairlead/guests").status()).isNotZero();
        assertThat(rig.fairlead("libvirt:guests").succeeded()).contains(NAME, "trust on, max rate 100",
                "- (not trust, maximum rate)");

        rig.fairlead("libvirt:hooks", "install", "--keep", "--guests-may", "trust").succeeded();

        assertThat(rig.run("tail", "-n", "1", "/etc/fairlead/guests/" + GUEST).succeeded())
                .isEqualTo("mac 52:54:00:11:22:33 trust on");
        assertThat(rig.fairlead("libvirt:guests").succeeded()).contains("trust on (not maximum rate)");
        assertThat(rig.sh("echo " + portFor(GUEST) + " >/root/port.xml; virsh net-port-create vfpool /root/port.xml; "
                + "cat /run/fairlead/guest-vfs/*; virsh net-port-delete vfpool 11111111-2222-3333-4444-555555555555")
                .succeeded()).contains(GUEST + " network trust");
    }

    @Test
    void theEditorOfAGuestCannotMisleadTheRenderer() {
        define("""
                <fairlead:guest xmlns:fairlead='urn:fairlead:libvirt:1'>
                  <fairlead:interface mac='52:54:00:11:22:33; reboot' trust='on'/>
                  <fairlead:hostdev pci='0000:01:10.2' trust='on'/>
                  <fairlead:interface mac='52:54:00:11:22:33' trust='on&#10;pci 0000:01:10.2 trust on'/>
                </fairlead:guest>
                """);

        rig.fairlead("libvirt:hooks", "install", "--keep", "--guests-may", "trust,spoofCheck,rates,linkState")
                .succeeded();

        assertThat(rig.sh("cat /etc/fairlead/guests/*").status()).isNotZero();
        assertThat(rig.fairlead("libvirt:guests").succeeded()).contains("0000:01:10.2, which is no device of its",
                "mac='52:54:00:11:22:33; reboot', which is not understood");
    }

    @Test
    void somebodyElsesHookGoesOnAndAForeignFileIsNotReplacedUnasked() {
        rig.sh("printf '#!/bin/sh\\ntouch /run/others-ran\\n' >/etc/libvirt/hooks/qemu; chmod 755 /etc/libvirt/hooks/qemu; "
                + "mkdir /etc/libvirt/hooks/qemu.d; echo mine >/etc/libvirt/hooks/qemu.d/fairlead").succeeded();
        String before = rig.sh(EVERYTHING).succeeded();
        try {
            assertThat(rig.fairlead("libvirt:hooks", "install", "--keep").endedWith(3).error())
                    .contains("/etc/libvirt/hooks/qemu.d/fairlead is somebody else's");
            assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);

            assertThat(rig.fairlead("libvirt:hooks", "install", "--keep", "--adopt").succeeded())
                    .contains("/etc/libvirt/hooks/qemu, which is not Fairlead's, runs first");
            startPlain();
            assertThat(rig.file("/run/others-ran")).exists();

            rig.fairlead("libvirt:hooks", "remove", "--keep").succeeded();
            assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
        } finally {
            rig.sh("rm -r /etc/libvirt/hooks/qemu /etc/libvirt/hooks/qemu.d").succeeded();
        }
    }

    @Test
    void aReadOnlyEtcAndAFullDiskAreOneSentenceAndNothingHalfWritten() {
        rig.sh("mount --bind /etc /etc; mount -o remount,bind,ro /etc").succeeded();
        try {
            assertThat(rig.fairlead("libvirt:hooks", "install", "--keep").endedWith(4).error().lines()
                    .filter(line -> line.startsWith("fairlead:"))).singleElement().asString()
                    .contains("/etc/fairlead/guests-may", "Read-only file system");
        } finally {
            rig.run("umount", "/etc").succeeded();
        }
        rig.sh("mount -t tmpfs -o size=8k tmpfs /etc/libvirt/hooks; head -c 4096 /dev/zero >/etc/libvirt/hooks/full")
                .succeeded();
        try {
            assertThat(rig.fairlead("libvirt:hooks", "install", "--keep").endedWith(4).error())
                    .contains("No space left on device");
            assertThat(rig.sh("find /etc/libvirt/hooks /etc/fairlead -type f").output())
                    .isEqualTo("/etc/libvirt/hooks/full\n");
        } finally {
            rig.run("umount", "/etc/libvirt/hooks").succeeded();
        }
    }

    @Test
    void aRestartedLibvirtRunsTheHooksAndItsGuestLives() {
        rig.fairlead("libvirt:hooks", "install", "--keep").succeeded();
        startPlain();
        String pid = rig.sh("pidof qemu-system-x86_64").succeeded();

        rig.run("systemctl", "restart", "libvirtd").succeeded();

        assertThat(rig.run("virsh", "-q", "list", "--name").succeeded()).isEqualTo("plain");
        assertThat(rig.sh("pidof qemu-system-x86_64").succeeded()).isEqualTo(pid);
        assertThat(rig.fairlead("libvirt:hooks", "status").succeeded()).contains("not tried since libvirt started");
        assertThat(rig.fairlead("libvirt:hooks", "install", "--keep").succeeded()).contains("yes, it was seen");
    }

    /**
     * One run: starts with the hooks and without take turns, and so do ports of the pool, one of which a guest with a VF
     * needs. What takes part has real-time priority, so that what else this machine does is not measured; and an
     * {@code ip} that sets a VF's attributes does as much as the real one and succeeds, which on a veth it cannot.
     */
    @Test
    void theHooksAddAtMostTwentyMillisecondsToAGuestsStart() {
        define("<fairlead:guest xmlns:fairlead='urn:fairlead:libvirt:1'>"
                + "<fairlead:interface mac='52:54:00:11:22:33' trust='on'/></fairlead:guest>");
        rig.fairlead("libvirt:hooks", "install", "--keep", "--guests-may", "trust").succeeded();
        rig.write("/root/ip", """
                #!/bin/sh
                case $* in
                *" vf "*) echo "$*" >>/root/asked; exec /root/ip.real link show dev "$4" ;;
                *) exec /root/ip.real "$@" ;;
                esac
                """);
        rig.write("/root/measure", """
                ip=$(readlink -f "$(command -v ip)"); cp "$ip" /root/ip.real; chmod 755 /root/ip; cp /root/ip "$ip"
                for pid in $(pidof libvirtd virtlogd); do chrt -a -f -p 10 $pid; done
                timed() { what=$1; shift; a=$(date +%s%N); virsh -q "$@" >/dev/null || exit 1
                          echo $what $(( ($(date +%s%N) - a) / 1000 )); }
                for round in $(seq ROUNDS); do
                    for mode in 644 755; do
                        chmod $mode /etc/libvirt/hooks/*.d/fairlead
                        timed start-$mode start plain
                        virsh -q destroy plain >/dev/null
                        timed port-$mode net-port-create vfpool /root/port.xml
                        virsh -q net-port-delete vfpool 11111111-2222-3333-4444-555555555555 >/dev/null
                    done
                done
                cp /root/ip.real "$ip"
                for pid in $(pidof libvirtd virtlogd); do chrt -a -o -p 0 $pid; done
                """.replace("ROUNDS", String.valueOf(ROUNDS)));
        rig.sh("echo " + portFor(GUEST) + " >/root/port.xml").succeeded();
        definePlain();

        List<String> lines = rig.run(Duration.ofMinutes(10), "chrt", "-f", "10", "bash", "/root/measure").succeeded()
                .lines().toList();

        assertThat(rig.run("sort", "-u", "/root/asked").succeeded())
                .isEqualTo("link set dev eno4 vf 0 trust off\nlink set dev eno4 vf 0 trust on");
        double start = added(lines, "start");
        double port = added(lines, "port");
        System.out.printf("%s: a start takes %.1f ms, and with hooks %.1f ms more; its port %.1f ms more%n",
                rig.debian(), median(times(lines, "start-644")), start, port);
        assertThat(start).isLessThan(20);
        assertThat(port).isLessThan(20);
    }

    /** The median of what each round with hooks took longer than that without, in milliseconds. */
    private static double added(List<String> lines, String what) {
        double[] without = times(lines, what + "-644");
        double[] with = times(lines, what + "-755");
        return median(IntStream.range(0, ROUNDS).mapToDouble(round -> with[round] - without[round]).toArray());
    }

    private static double[] times(List<String> lines, String what) {
        double[] times = lines.stream().filter(line -> line.startsWith(what + " "))
                .mapToDouble(line -> Long.parseLong(line.substring(what.length() + 1)) / 1000.0).toArray();
        assertThat(times).hasSize(ROUNDS);
        return times;
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
    }

    private static String portFor(String guest) {
        return ("\"<networkport><uuid>11111111-2222-3333-4444-555555555555</uuid><owner><name>t1</name><uuid>%s</uuid>"
                + "</owner><mac address='52:54:00:11:22:33'/></networkport>\"").formatted(guest);
    }

    private void define(String metadata) {
        rig.write("/root/guest.xml", """
                <domain type='qemu'><name>%s</name><uuid>%s</uuid><metadata>%s</metadata>
                  <memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os>
                  <devices><interface type='network'><mac address='52:54:00:11:22:33'/><source network='vfpool'/>
                  </interface></devices></domain>
                """.formatted(NAME, GUEST, metadata));
        rig.run("virsh", "define", "/root/guest.xml").succeeded();
    }

    private void definePlain() {
        rig.write("/root/plain.xml", """
                <domain type='qemu'><name>plain</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='q35'>hvm</type></os><on_poweroff>destroy</on_poweroff>
                  <devices><memballoon model='none'/></devices></domain>
                """);
        rig.run("virsh", "define", "/root/plain.xml").succeeded();
    }

    private void startPlain() {
        definePlain();
        rig.run("virsh", "start", "plain").succeeded();
        rig.run("virsh", "undefine", "plain").succeeded();
    }
}
