package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that mean something to a shell, a format or a path, and disks that take nothing: one sentence each, nothing half written. */
@InTheRig
class BadInputTest {

    /** In the shell's own quotes. */
    private static final List<String> NAMES = List.of("''", "'a b'", "'%s%n'", "'e;x'", "'$(touch /root/pwned)'",
            "'../../etc'", "'-rf'", "'a\"b'", "\"a'b\"", "'a\nb'", "'eno4\n'");
    private static final List<String> COMMANDS = List.of("nm:unmanage NAME --keep", "nm:manage NAME",
            "unit:install NAME --vfs 1 --keep", "unit:remove NAME", "unit:status NAME", "libvirt:pool add NAME --keep",
            "libvirt:pool remove NAME --keep", "libvirt:pool add eno4 --name NAME --keep");

    /** What the kernel takes for an interface's name; a space, a slash, a line's end and % it does not. */
    private static final String ODD = "e;$(id)\"'&<";
    private static final String PF = "0000:01:00.0";
    private static final String EVERYTHING = "find /etc -printf '%M %u %p\\n' | sort; find /etc -type f -exec sha256sum {} + | sort";

    private final Rig rig;
    private String before = "";

    BadInputTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void threeVfs() {
        rig.makeVfs(3);
        before = rig.sh(EVERYTHING).succeeded();
    }

    @AfterEach
    void asBefore() {
        assertThat(rig.sh(EVERYTHING).succeeded()).isEqualTo(before);
    }

    @Test
    void noNameDoesMoreThanBeRefused() {
        List<String> lines = new ArrayList<>();
        COMMANDS.forEach(command -> NAMES.forEach(name -> lines.add(command.replace("NAME", name))));

        Result refused = rig.fairlead("-c", String.join(" || ", lines)).endedWith(2);

        assertThat(refused.error().lines().filter(line -> line.startsWith("fairlead: "))).hasSize(lines.size())
                .allSatisfy(line -> assertThat(line).doesNotContain("Exception", "internal error"));
        assertThat(rig.file("/root/pwned")).doesNotExist();
    }

    @Test
    void aPfWithAnOddNameIsLookedAfterByItsAddress() {
        rig.makeVfs(3, ODD);

        assertThat(rig.fairlead("sriov:list").succeeded()).contains(ODD);
        assertThat(rig.fairlead("nm:unmanage", PF, "--keyfile").endedWith(3).sentence())
                .contains("NetworkManager's list goes by names", "leave --keyfile out");
        assertThat(rig.fairlead("unit:install", PF, "--keep").succeeded())
                .contains("interface-vf@0000:01:00.0.service is active, enabled");
        assertThat(rig.fairlead("unit:status", PF).succeeded()).contains("active, enabled");
        assertThat(rig.fairlead("libvirt:pool", "add", PF, "--name", "vfpool", "--keep").succeeded())
                .contains("started with 3 VFs");
        assertThat(rig.fairlead("libvirt:pools").succeeded()).contains(ODD, "right");

        rig.fairlead("libvirt:pool", "remove", PF, "--keep").succeeded();
        assertThat(rig.fairlead("unit:remove", PF).succeeded()).contains("is gone");
    }

    /** It is libvirt that writes there, in a mount namespace of its own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "mount --bind /etc /etc && mount -o remount,bind,ro /etc | /etc | Read-only file system",
            "mount -t tmpfs -o size=4k tmpfs NETWORKS && head -c 4096 /dev/zero >NETWORKS/full | NETWORKS | No space left on device"})
    void aDiskThatTakesNoPoolIsSaidInLibvirtsWords(String fault, String mounted, String reason) {
        String networks = "/etc/libvirt/qemu/networks";
        inLibvirt(fault.replace("NETWORKS", networks));
        try {
            assertThat(rig.fairlead("libvirt:pool", "add", "eno4", "--keep").endedWith(4).sentence())
                    .contains("pool eno4", reason);
        } finally {
            inLibvirt("umount " + mounted.replace("NETWORKS", networks));
        }
        assertThat(rig.run("virsh", "-q", "net-list", "--all", "--name").succeeded()).doesNotContain("eno4");
    }

    private void inLibvirt(String line) {
        rig.sh("exec nsenter -m -t $(systemctl show --property=MainPID --value libvirtd) sh -c '%s'".formatted(line))
                .succeeded();
    }

    @ParameterizedTest
    @CsvSource({"nm:unmanage eno4 --keep, /etc/udev/rules.d",
            "nm:unmanage eno4 --keyfile --keep, /etc/NetworkManager/conf.d",
            "unit:install eno4 --keep, /etc/fairlead"})
    void aDiskThatTakesNothingIsSaidWithTheFile(String command, String directory) {
        rig.sh("mount --bind /etc /etc && mount -o remount,bind,ro /etc").succeeded();
        try {
            assertThat(rig.fairlead(command.split(" ")).endedWith(4).sentence()).contains(directory,
                    "Read-only file system");
        } finally {
            rig.run("umount", "/etc").succeeded();
        }
        rig.sh("mkdir -p %1$s && mount -t tmpfs -o size=4k tmpfs %1$s && head -c 4096 /dev/zero >%1$s/full"
                .formatted(directory)).succeeded();
        try {
            assertThat(rig.fairlead(command.split(" ")).endedWith(4).sentence()).contains(directory,
                    "No space left on device");
            assertThat(rig.run("find", directory, "-type", "f").output()).isEqualTo(directory + "/full\n");
        } finally {
            rig.sh("umount %s; rmdir /etc/fairlead".formatted(directory));
        }
    }
}
