package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
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
    private static final int ROUNDS = 15;

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

    /** One run: starts with the hooks and without take turns, and so do ports with a wish that the hook applies. */
    @Test
    void theHooksAddAtMostTwentyMillisecondsToAGuestsStart() {
        define("<fairlead:guest xmlns:fairlead='urn:fairlead:libvirt:1'>"
                + "<fairlead:interface mac='52:54:00:11:22:33' trust='on'/></fairlead:guest>");
        rig.fairlead("libvirt:hooks", "install", "--keep", "--guests-may", "trust").succeeded();
        rig.write("/root/measure", """
                timed() { what=$1; shift; a=$(date +%s%N); virsh -q "$@" >/dev/null || exit 1; \
                          echo $what $(( ($(date +%s%N) - a) / 1000 )); }
                for round in $(seq ${1}); do
                    for mode in 644 755; do
                        chmod $mode /etc/libvirt/hooks/*.d/fairlead
                        timed start-$mode start plain
                        virsh -q destroy plain
                        timed port-$mode net-port-create vfpool /root/port.xml
                        virsh -q net-port-delete vfpool 11111111-2222-3333-4444-555555555555
                    done
                done
                """.replace("${1}", String.valueOf(ROUNDS)));
        rig.sh("echo " + portFor(GUEST) + " >/root/port.xml").succeeded();
        definePlain();

        List<String> lines = rig.run("bash", "/root/measure").succeeded().lines().toList();

        double start = (median(lines, "start-755") - median(lines, "start-644")) / 1000;
        double port = (median(lines, "port-755") - median(lines, "port-644")) / 1000;
        System.out.printf("%s: start %.1f ms, with hooks %.1f ms more; a port whose wish is applied %.1f ms more%n",
                rig.debian(), median(lines, "start-644") / 1000, start, port);
        assertThat(start + port).isLessThan(20);
    }

    private static double median(List<String> lines, String what) {
        long[] values = lines.stream().filter(line -> line.startsWith(what + " "))
                .mapToLong(line -> Long.parseLong(line.substring(what.length() + 1))).sorted().toArray();
        assertThat(values).hasSize(ROUNDS);
        return Arrays.stream(values).skip(ROUNDS / 2).findFirst().orElseThrow();
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
