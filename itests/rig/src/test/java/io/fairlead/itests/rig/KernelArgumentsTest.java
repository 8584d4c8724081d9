package io.fairlead.itests.rig;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernel arguments through the real update-grub. */
@InTheRig
class KernelArgumentsTest {

    private static final String OURS = "/etc/default/grub.d/zz-fairlead.cfg";
    private static final String LATER = "/etc/default/grub.d/zzz-local.cfg";

    private final Rig rig;
    private String before;

    KernelArgumentsTest(Rig rig) {
        this.rig = rig;
    }

    @BeforeEach
    void generated() {
        rig.run("update-grub").succeeded();
        before = state();
    }

    @AfterEach
    void nothingIsLeft() {
        rig.sh("umount /etc /boot/grub 2>/dev/null; rm -f %s".formatted(LATER));
        rig.fairlead("kernel:arg", "remove", "intel_iommu", "iommu", "--keep").succeeded();
        rig.run("update-grub").succeeded();
        assertThat(state()).isEqualTo(before);
    }

    /** Every file of /etc and of GRUB, by mode, owner, name and content. */
    private String state() {
        return rig.sh("find /etc /boot -printf '%M %u %p\\n' | sort; "
                + "find /etc /boot -type f -exec sha256sum {} + | sort -k 2").succeeded();
    }

    @Test
    void argumentsComeToEveryEntryAndGoWithoutATrace() {
        assertThat(rig.fairlead("kernel:arg", "add", "intel_iommu=on", "iommu=pt", "--keep").succeeded())
                .startsWith("intel_iommu=on iommu=pt: at the next boot, by " + OURS
                        + ", read back in /boot/grub/grub.cfg\n");
        assertThat(rig.run("grep", "-cE", "^\\s*linux\\s.* intel_iommu=on iommu=pt", "/boot/grub/grub.cfg").succeeded())
                .isEqualTo(rig.run("grep", "-cE", "^\\s*linux\\s", "/boot/grub/grub.cfg").succeeded());
        assertThat(rig.fairlead("kernel:args").succeeded())
                .containsPattern("intel_iommu=on +no +yes +%s line 2 \\(Fairlead\\)".formatted(OURS));
        assertThat(rig.fairlead("kernel:arg", "add", "iommu=pt", "--keep").succeeded())
                .startsWith("iommu=pt: at the next boot already, nothing written");

        assertThat(rig.fairlead("kernel:arg", "remove", "intel_iommu", "iommu=pt", "--keep").succeeded())
                .startsWith("intel_iommu=on iommu=pt: gone from the next boot");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aLaterFileThatAssignsAnewIsNamed() {
        rig.write(LATER, "# of this site\nGRUB_CMDLINE_LINUX=\"mitigations=auto\"\n");
        rig.run("update-grub").succeeded();
        String with = state();

        assertThat(rig.fairlead("kernel:arg", "add", "intel_iommu=on", "--keep").endedWith(3).error())
                .contains(LATER + " line 2 assigns GRUB_CMDLINE_LINUX anew and drops it")
                .contains("everything is as before");
        assertThat(state()).isEqualTo(with);
    }

    @Test
    void aFileThatIsNoShellScriptIsNamed() {
        rig.write(LATER, "GRUB_CMDLINE_LINUX=\"unfinished\n");

        assertThat(rig.fairlead("kernel:arg", "add", "intel_iommu=on", "--keep").endedWith(4).error())
                .contains("update-grub failed").contains("nterminated").contains("everything is as before");
        assertThat(rig.fairlead("kernel:args").succeeded()).contains(LATER + " cannot be read as a shell script");
        assertThat(rig.file(OURS)).doesNotExist();
    }

    @Test
    void aReadOnlyEtcIsOneSentence() {
        rig.sh("mount --bind /etc /etc && mount -o remount,ro,bind /etc").succeeded();

        assertThat(rig.fairlead("kernel:arg", "add", "intel_iommu=on", "--keep").endedWith(4).error())
                .contains(OURS + " cannot be written (Read-only file system)").doesNotContain("\tat ");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void aFullBootFileSystemLeavesNothingHalfWritten() {
        rig.sh("cp /boot/grub/grub.cfg /tmp/ && size=$(stat -c %s /tmp/grub.cfg) "
                + "&& mount -t tmpfs -o size=$((size / 4096 * 4096 + 4096)) full /boot/grub "
                + "&& cp /tmp/grub.cfg /boot/grub/").succeeded();
        String full = state();

        assertThat(rig.fairlead("kernel:arg", "add", "intel_iommu=on", "--keep").endedWith(4).error())
                .contains("update-grub failed").contains("No space left on device").contains("everything is as before");
        assertThat(state()).isEqualTo(full);
    }

    @Test
    void somebodyElsesArgumentIsNamedAndLeft() {
        rig.write(LATER, "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX mitigations=auto\"\n");
        rig.run("update-grub").succeeded();

        assertThat(rig.fairlead("kernel:arg", "remove", "mitigations", "--keep").endedWith(3).error())
                .contains("mitigations was put into " + LATER + " line 1 by somebody else");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"x=$(touch /tmp/pwned)", "x=a\nb"})
    void whatAShellWouldActOnIsRefused(String argument) {
        assertThat(rig.fairlead("kernel:arg", "add", argument, "--keep").endedWith(2).error())
                .contains("cannot be written as a kernel argument");
        assertThat(rig.file("/tmp/pwned")).doesNotExist();
    }

    @Test
    void withoutKeepNothingIsDone() {
        assertThat(rig.fairlead("kernel:arg", "add", "iommu=pt").endedWith(2).error()).contains("needs --keep");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void theCheckTellsThatThisHostIsNotReady() {
        Result check = rig.fairlead("kernel:check", "--json").endedWith(3);

        assertThat(check.output()).contains("\"ready\" : false").contains("\"subject\" : \"IOMMU\"")
                .contains("this is a container");
        assertThat(check.error()).contains("this host is not ready for VFs: see what to do about");
    }
}
