package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.kernel.Readiness;
import io.fairlead.api.kernel.Readiness.Line;
import io.fairlead.api.kernel.Readiness.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kernel:check} makes of hosts: whose fault it is that the IOMMU is off, and what to do. */
class ReadinessTest {

    private static final String TABLES = "sys/firmware/acpi/tables/";
    private static final String CONFIG = "boot/config-6.1.0-40-amd64";

    @TempDir
    Path root;
    private Tree host;

    @BeforeEach
    void anIntelHostWithNothingSetUp() {
        host = Tree.debian(root, "debian12").put(TABLES + "FACP", "").put(CONFIG, "CONFIG_INTEL_IOMMU=y\n");
    }

    @Test
    void vtdIsOffInTheBiosWhereThereIsNoTable() {
        assertThat(line("IOMMU")).isEqualTo(new Line("IOMMU", Verdict.NOT_MET, true,
                "off in the BIOS: its firmware offers no Intel VT-d (there is no ACPI table DMAR): switch Intel VT-d on in the firmware's set-up, and then give the kernel intel_iommu=on too (kernel:arg add intel_iommu=on iommu=pt --keep, or by hand GRUB_CMDLINE_LINUX at /etc/default/grub line 10)"));
        assertThat(check().ready()).isFalse();
    }

    @Test
    void theArgumentIsMissingWhereThereIsATable() {
        host.put(TABLES + "DMAR", "DMAR");

        assertThat(line("IOMMU").text()).isEqualTo(
                "off: the kernel was not given intel_iommu=on: kernel:arg add intel_iommu=on iommu=pt --keep, or by hand GRUB_CMDLINE_LINUX at /etc/default/grub line 10, then reboot");
        assertThat(line("next boot")).satisfies(next -> {
            assertThat(next.verdict()).isEqualTo(Verdict.NOT_MET);
            assertThat(next.text())
                    .startsWith("of 'Debian GNU/Linux' (/boot/grub/grub.cfg line 119), which would leave");
        });
    }

    @Test
    void aRebootIsMissingWhereItIsConfigured() {
        host.put(TABLES + "DMAR", "DMAR");
        host.kernel().add(List.of("intel_iommu=on", "iommu=pt"), false);

        assertThat(line("IOMMU")).isEqualTo(new Line("IOMMU", Verdict.NOT_MET, true,
                "off in the running kernel, and configured for the next boot (/boot/grub/grub.cfg line 119): reboot"));
        assertThat(line("next boot").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void anArgumentThatTurnsItOffIsNamedWithItsPlace() {
        host.put(TABLES + "DMAR", "DMAR");
        host.put("etc/default/grub", "GRUB_CMDLINE_LINUX=\"\"\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet intel_iommu=off\"\n");
        host.commands.run(Duration.ZERO, List.of("update-grub"));
        host.cmdline("BOOT_IMAGE=/boot/vmlinuz-6.1.0-40-amd64 ro quiet intel_iommu=off");

        assertThat(line("IOMMU").text())
                .startsWith(
                        "the argument intel_iommu=off turns it off: take it out (/etc/default/grub line 2), or kernel:arg add")
                .endsWith("--keep, then reboot");
    }

    @Test
    void groupsAreTheProof() {
        withGroups().cmdline("BOOT_IMAGE=/boot/vmlinuz-6.1.0-40-amd64 ro intel_iommu=on,sm_on iommu=pt");

        assertThat(line("IOMMU")).isEqualTo(new Line("IOMMU", Verdict.MET, true, "in force, 2 groups, by dmar0"));
        assertThat(line("next boot").verdict()).as("the argument was given by hand, and will be gone")
                .isEqualTo(Verdict.NOT_MET);
    }

    @Test
    void aKernelThatHasItOnByItselfNeedsNoArgument() {
        withGroups().put(CONFIG, "CONFIG_INTEL_IOMMU=y\nCONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF=y\n");

        assertThat(line("IOMMU").text()).endsWith("this kernel has it on by itself, without intel_iommu=on");
        assertThat(line("next boot").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void aVirtualMachineIsNotSentToItsBios() {
        host.put("proc/cpuinfo", "vendor_id\t: GenuineIntel\nflags\t\t: fpu hypervisor lahf_lm\n");

        assertThat(line("IOMMU").text()).startsWith("this is a virtual machine, and its hypervisor gives it no IOMMU");
    }

    @Test
    void theTableCountsMoreThanTheProcessorAsInAnEmulator() {
        host.put("proc/cpuinfo", "vendor_id\t: AuthenticAMD\nflags\t\t: fpu hypervisor\n").put(TABLES + "DMAR", "DMAR");

        assertThat(line("IOMMU").text()).startsWith("off: the kernel was not given intel_iommu=on");
    }

    @Test
    void amdsIsOnByItself() {
        host.put("proc/cpuinfo", "vendor_id\t: AuthenticAMD\nflags\t\t: fpu svm\n");
        assertThat(line("IOMMU").text()).startsWith("off in the BIOS: its firmware offers no AMD-Vi")
                .endsWith("switch AMD-Vi on in the firmware's set-up");
        assertThat(line("next boot").verdict()).isEqualTo(Verdict.MET);

        host.put(TABLES + "IVRS", "IVRS").cmdline("BOOT_IMAGE=/boot/vmlinuz-6.1.0-40-amd64 amd_iommu=off amd_iommu=on");
        assertThat(line("IOMMU").text()).as("it was given by hand").endsWith("(/boot/grub/grub.cfg line 119): reboot");
        host.put("etc/default/grub", "GRUB_CMDLINE_LINUX=amd_iommu=off\n");
        host.commands.run(Duration.ZERO, List.of("update-grub"));
        assertThat(line("IOMMU").text()).startsWith("the argument amd_iommu=off turns it off");
    }

    @Test
    void otherArchitecturesAreNotToldOfIntelsArguments() {
        host.put("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\n");
        assertThat(line("IOMMU").text()).contains("IORT").doesNotContain("intel");
        assertThat(check().lines()).extracting(Line::subject).doesNotContain("interrupts");

        host.put("proc/cpuinfo", "processor\t: 0\ncpu\t\t: POWER9, altivec supported\n");
        assertThat(line("IOMMU").verdict()).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void aBootThatNoConfigurationExplainsIsNotJudged() {
        withGroups().cmdline("root=/dev/vda rw intel_iommu=on iommu=pt");

        assertThat(line("next boot")).satisfies(next -> {
            assertThat(next.verdict()).isEqualTo(Verdict.CANNOT_TELL);
            assertThat(next.needed()).isFalse();
            assertThat(next.text()).startsWith("the running kernel did not come by GRUB");
        });
    }

    @Test
    void interruptsMustBeRemappedOrVfioToldToAcceptThatTheyAreNot() {
        assertThat(line("interrupts").verdict()).isEqualTo(Verdict.NOT_MET);

        host.put("sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts", "Y\n");
        assertThat(line("interrupts").text()).contains("a guest with a VF can forge interrupts");

        host.put("proc/interrupts", " 24:  0  IR-PCI-MSI-0000:00:01.0   0-edge  aerdrv\n");
        assertThat(line("interrupts")).isEqualTo(new Line("interrupts", Verdict.MET, true, "remapped by the IOMMU"));
    }

    @Test
    void vfioIsLoadedAvailableMissingOrForbidden() {
        assertThat(line("vfio-pci").verdict()).isEqualTo(Verdict.CANNOT_TELL);
        host.put("usr/lib/modules/6.1.0-40-amd64/modules.dep", "kernel/drivers/vfio/vfio.ko:\n");
        assertThat(line("vfio-pci").verdict()).isEqualTo(Verdict.NOT_MET);
        host.put("usr/lib/modules/6.1.0-40-amd64/modules.dep",
                "kernel/drivers/vfio/pci/vfio-pci.ko.xz: kernel/drivers/vfio/vfio.ko.xz\n");
        assertThat(line("vfio-pci").text()).startsWith("can be loaded");
        host.put("sys/module/vfio_pci/refcnt", "0\n");
        assertThat(line("vfio-pci").text()).startsWith("loaded");
        host.cmdline("module_blacklist=nouveau,vfio-pci");
        assertThat(line("vfio-pci").text()).startsWith("the argument module_blacklist=nouveau,vfio-pci keeps");
    }

    @Test
    void lockdownIsToldAndKeepsNothingBack() {
        host.put("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");

        assertThat(line("lockdown").text()).startsWith("integrity: VFs and vfio-pci work");
    }

    @Test
    void theHostsOwnDmaShouldNotBeTranslated() {
        withGroups();
        assertThat(line("host's DMA").text()).endsWith("kernel:arg add iommu=pt --keep, then reboot");

        host.put("sys/kernel/iommu_groups/0/type", "identity\n");
        assertThat(line("host's DMA").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void theFileOfTheSeedIsPointedOut() {
        host.put("etc/defaults/grub", "intel_iommu=on\n");

        assertThat(line("configuration").text()).startsWith("/etc/defaults/grub is there, and nobody reads it");
    }

    @Test
    void withoutAnInventoryThePfsCannotBeTold() {
        assertThat(line("PFs").verdict()).isEqualTo(Verdict.CANNOT_TELL);
    }

    @Test
    void bytesThatAreNoTextInTheKernelsLineAreNoFault() {
        host.put("proc/cmdline", "quiet \u00ff=1 intel_iommu=on\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(host.kernel().arguments().booted()).containsExactly("quiet", "\u00ff=1", "intel_iommu=on");
    }

    private Tree withGroups() {
        return host.put(TABLES + "DMAR", "DMAR").put("sys/kernel/iommu_groups/0/type", "DMA-FQ\n")
                .put("sys/kernel/iommu_groups/1/type", "DMA-FQ\n").put("sys/class/iommu/dmar0/x", "");
    }

    private Readiness check() {
        return host.kernel().check();
    }

    private Line line(String subject) {
        return check().lines().stream().filter(line -> line.subject().equals(subject)).findFirst().orElseThrow();
    }
}
