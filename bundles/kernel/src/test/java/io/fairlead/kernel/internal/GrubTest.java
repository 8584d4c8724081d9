package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.kernel.BootArguments;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader.Kind;
import io.fairlead.api.kernel.ConfiguredArgument;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What GRUB is going to boot, from what Debian's update-grub generated and from the files it read. */
class GrubTest {

    private static final String OLD_KERNEL = "Advanced options for Debian GNU/Linux > Debian GNU/Linux, with Linux 6.1.0-38-amd64";

    @TempDir
    Path root;
    private Tree tree;

    @BeforeEach
    void debian12() {
        tree = Tree.debian(root, "debian12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian12", "debian13"})
    void theFirstEntryIsBootedAndTheRecoveryEntriesAreKnown(String release, @TempDir Path other) {
        BootArguments found = Tree.debian(other, release).kernel().arguments();

        assertThat(found.entries()).filteredOn(BootEntry::byDefault).singleElement().satisfies(entry -> {
            assertThat(entry.title()).isEqualTo("Debian GNU/Linux");
            assertThat(entry.arguments()).contains("ro", "quiet");
            assertThat(tree(other, entry)).contains("linux\t/boot/vmlinuz-").contains(" ro  quiet");
        });
        assertThat(found.entries()).filteredOn(BootEntry::recovery).hasSize(2)
                .allSatisfy(entry -> assertThat(entry.title()).contains("recovery mode"));
        assertThat(found.entries()).noneMatch(BootEntry::once);
        assertThat(found.loader().kind()).isEqualTo(Kind.GRUB);
        assertThat(found.notes()).isEmpty();
    }

    private static String tree(Path root, BootEntry entry) {
        return Tree.at(root).text(entry.file().substring(1)).lines().toList().get(entry.line() - 1);
    }

    @Test
    void theRunningKernelIsKnownToHaveComeByGrub() {
        assertThat(tree.kernel().arguments().loader().bootedThis()).isTrue();
        tree.cmdline("BOOT_IMAGE=(hd0,msdos1)/boot/vmlinuz-6.1.0-38-amd64 ro");
        assertThat(tree.kernel().arguments().loader().bootedThis()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"root=/dev/vda rw console=ttyS0",
            "BOOT_IMAGE=debian/linux initrd=debian/initrd.gz ip=dhcp"})
    void aBootByAnEmulatorOrTheNetworkIsNotTakenForGrubs(String line) {
        assertThat(tree.cmdline(line).kernel().arguments().loader().bootedThis()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiterString = "=>", textBlock = """
            0 => Debian GNU/Linux
            1>3 => Advanced options for Debian GNU/Linux > Debian GNU/Linux, with Linux 6.1.0-38-amd64
            gnulinux-advanced-0d1f6d3c-5a37-4d1f-9d39-0a4b3d6c1d4b>gnulinux-6.1.0-38-amd64-advanced-0d1f6d3c-5a37-4d1f-9d39-0a4b3d6c1d4b => Advanced options for Debian GNU/Linux > Debian GNU/Linux, with Linux 6.1.0-38-amd64
            Advanced options for Debian GNU/Linux>Debian GNU/Linux, with Linux 6.1.0-38-amd64 => Advanced options for Debian GNU/Linux > Debian GNU/Linux, with Linux 6.1.0-38-amd64
            no such entry => Debian GNU/Linux
            """)
    void theDefaultIsNamedInManyWays(String choice, String title) {
        tree.put("boot/grub/grub.cfg",
                tree.text("boot/grub/grub.cfg").replace("set default=\"0\"", "set default=\"${saved_entry}\""));
        tree.put("boot/grub/grubenv", "# GRUB Environment Block\nsaved_entry=" + choice + "\n####");

        assertThat(tree.kernel().arguments().entries()).filteredOn(BootEntry::byDefault).singleElement()
                .extracting(BootEntry::title).isEqualTo(title);
    }

    @Test
    void grubRebootsChoiceIsTheNextBootAlone() {
        tree.put("boot/grub/grubenv", "# GRUB Environment Block\nnext_entry=1>3\n####");

        assertThat(tree.kernel().arguments().entries()).filteredOn(BootEntry::once).singleElement()
                .extracting(BootEntry::title).isEqualTo(OLD_KERNEL);
    }

    @Test
    void eachArgumentIsShownWithTheFileAndLineThatBringsIt() {
        tree.put("etc/default/grub.d/50-cloud.cfg", "# a cloud\n\nGRUB_CMDLINE_LINUX_DEFAULT=\"console=ttyS0\"\n");
        tree.put("etc/default/grub.d/60-more.cfg",
                "if true; then\n  GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX crashkernel=$(echo 1G)\"\nfi\n");

        assertThat(tree.kernel().arguments().configured()).containsExactly(
                new ConfiguredArgument("crashkernel=1G", "/etc/default/grub.d/60-more.cfg", 2, false),
                new ConfiguredArgument("console=ttyS0", "/etc/default/grub.d/50-cloud.cfg", 3, false));
    }

    @Test
    void aFileThatIsNoShellScriptIsNamedWithItsFault() {
        tree.put("etc/default/grub.d/50-broken.cfg", "GRUB_CMDLINE_LINUX=\"unfinished\nmore\n");

        assertThat(tree.kernel().arguments().notes()).singleElement().asString()
                .startsWith("/etc/default/grub.d/50-broken.cfg cannot be read as a shell script")
                .contains("nterminated");
    }

    @Test
    void aFileThatEndsTheShellIsNamed() {
        tree.put("etc/default/grub.d/50-exit.cfg", "exit 0\n");

        assertThat(tree.kernel().arguments().notes()).singleElement().asString()
                .startsWith("/etc/default/grub.d/50-exit.cfg cannot be read");
    }

    @Test
    void aFileThatNeverEndsIsANoteAndTheEntriesAreShownAllTheSame() {
        tree.put("etc/default/grub.d/50-slow.cfg", "exec sleep 60\n");

        BootArguments found = tree.kernel().arguments();

        assertThat(found.notes()).singleElement().asString().contains("did not end within 5 s and was killed");
        assertThat(found.entries()).isNotEmpty();
    }

    @Test
    void theFileThatTheSeedNamesIsNoticed() {
        tree.put("etc/defaults/grub", "intel_iommu=on iommu=pt\n");

        assertThat(tree.kernel().arguments().notes())
                .containsExactly("/etc/defaults/grub is there, and nobody reads it: GRUB's file is /etc/default/grub");
    }

    @Test
    void aHostWithoutABootLoaderIsNoError(@TempDir Path bare) {
        BootArguments found = Tree.empty(bare).kernel().arguments();

        assertThat(found.loader().kind()).isEqualTo(Kind.NONE);
        assertThat(found.booted()).contains("quiet");
        assertThat(found.entries()).isEmpty();
    }
}
