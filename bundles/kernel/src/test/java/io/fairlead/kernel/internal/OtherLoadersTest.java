package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.api.kernel.BootArguments;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.BootLoader.Kind;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.TrialState;
import io.fairlead.host.Commands.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Boot loader entries in files of their own. The files are as Fedora's and RHEL's documentation shows them (grubby(8),
 * "Changes/BootLoaderSpecByDefault", RHEL 8 and 9 "Configuring kernel command-line parameters"); grubby and
 * kernel-install are stand-ins that do to them what their manuals say.
 */
class OtherLoadersTest {

    private static final String ENTRIES = "boot/loader/entries/";
    private static final String NEW = ENTRIES + "0a1b-5.14.0-503.33.1.el9_5.x86_64.conf";
    private static final String OLD = ENTRIES + "0a1b-5.14.0-503.9.1.el9_5.x86_64.conf";
    private static final String RESCUE = ENTRIES + "0a1b-0-rescue.conf";

    private static final String TRIAL = ENTRIES + "0a1b-0-fairlead-trial.conf";
    private static final Declaration WANTED = new Declaration(
            Map.of("kernel", Map.of("arguments", List.of("iommu=pt"))));

    @TempDir
    Path root;

    @Test
    void theNewestOfTheEntryFilesIsTheDefaultUnlessOneWasSaved() {
        Tree host = rhel9();
        assertThat(defaultTitle(host)).isEqualTo("RHEL (5.14.0-503.33.1.el9_5.x86_64)");

        host.put("boot/grub2/grubenv", "saved_entry=0a1b-5.14.0-503.9.1.el9_5.x86_64\n");
        assertThat(defaultTitle(host)).isEqualTo("RHEL (5.14.0-503.9.1.el9_5.x86_64)");
        assertThat(host.kernel().arguments().loader().kind()).isEqualTo(Kind.GRUB_BLS);
        assertThat(host.kernel().arguments().loader().bootedThis()).isTrue();
        assertThat(host.kernel().arguments().entries()).filteredOn(BootEntry::recovery).hasSize(1);
    }

    @Test
    void theVariablesOfRhel8AreInItsEntries() {
        Tree host = rhel9();
        host.put(NEW, entry("5.14.0-503.33.1.el9_5.x86_64").replaceAll("options .*",
                "options \\$kernelopts \\$tuned_params"));
        host.put("boot/grub2/grubenv", "kernelopts=root=/dev/mapper/rhel-root ro intel_iommu=on \n");

        assertThat(host.kernel().arguments().entries().getFirst().arguments()).containsExactly(
                "root=/dev/mapper/rhel-root", "ro", "intel_iommu=on");
    }

    @Test
    void grubbyIsUsedAndItsWorkReadBackAndUndone() {
        Tree host = rhel9();
        Map<String, String> before = host.below("boot");

        ArgumentChange added = host.kernel().add(List.of("intel_iommu=on", "iommu=pt"), false);

        assertThat(host.commands.ran).containsExactly("grubby --update-kernel=ALL --args=intel_iommu=on iommu=pt");
        assertThat(added.generated()).isEqualTo("/boot/loader/entries");
        assertThat(host.text(OLD)).contains("intel_iommu=on iommu=pt");
        host.kernel().remove(List.of("intel_iommu", "iommu"), false);
        assertThat(host.below("boot")).isEqualTo(before);
    }

    @Test
    void whereGrubbyDoesNothingNothingIsReported() {
        Tree host = rhel9();
        Map<String, String> before = host.below("boot");
        host.commands.install("grubby", _ -> new Result(0, "", ""));

        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> host.kernel().add(List.of("intel_iommu=on"), false));

        assertThat(refusal).hasMessageContaining("would not be in effect")
                .hasMessageEndingWith("everything is as before");
        assertThat(host.below("boot")).isEqualTo(before);
        assertThat(host.service().<List<Argument>>declared(DeclaredArguments::kept)).isEmpty();
    }

    @Test
    void anotherValueOfSomebodyElseIsNotReplaced() {
        Tree host = rhel9();
        host.put(NEW, host.text(NEW).replace(" ro ", " ro intel_iommu=off "));

        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> host.kernel().add(List.of("intel_iommu=on"), false));

        assertThat(refusal).hasMessageStartingWith(
                "/" + NEW + " line 5 has intel_iommu=off already, which grubby would replace by intel_iommu=on");
        assertThat(host.commands.ran).isEmpty();
    }

    @Test
    void withoutGrubbyItIsSaidWhatToInstall() {
        Tree host = rhel9();
        Tree bare = Tree.at(host.root);

        assertThat(catchThrowableOfType(FairleadException.class,
                () -> bare.kernel().add(List.of("intel_iommu=on"), false))).hasMessageContaining("install")
                .hasMessageContaining("grubby");
    }

    @Test
    void systemdBootIsKnownByTheFirmwaresVariableAndKernelInstallWritesItsEntries() {
        Tree host = systemdBoot();
        Map<String, String> before = host.below("boot");
        assertThat(host.kernel().arguments().loader().bootedThis()).isTrue();
        assertThat(catchThrowableOfType(FairleadException.class,
                () -> host.kernel().add(List.of("iommu=pt"), false))).hasMessageContaining("--adopt");

        host.kernel().add(List.of("iommu=pt"), true);
        assertThat(host.text("etc/kernel/cmdline")).isEqualTo("root=UUID=1 ro quiet iommu=pt\n");
        assertThat(host.commands.ran).contains("kernel-install add 6.12.48 /boot/vmlinuz-6.12.48");
        assertThat(host.kernel().arguments().entries().getFirst().arguments()).contains("iommu=pt");

        host.kernel().remove(List.of("iommu=pt"), false);
        assertThat(host.text("etc/kernel/cmdline")).isEqualTo("root=UUID=1 ro quiet\n");
        assertThat(host.below("boot")).isEqualTo(before);
    }

    @Test
    void proxmoxKeepsItsEntriesWhereTheyCannotBeReadAndThatIsSaid() {
        Tree host = efi(Tree.empty(root), "systemd-boot 252.12")
                .put("etc/kernel/cmdline", "root=ZFS=rpool/ROOT/pve-1 boot=zfs\n")
                .put("etc/kernel/proxmox-boot-uuids", "1A2B-3C4D\n");
        host.commands.install("proxmox-boot-tool", _ -> new Result(0, "", ""));

        ArgumentChange change = host.kernel().add(List.of("intel_iommu=on"), true);

        assertThat(host.commands.ran).containsExactly("proxmox-boot-tool refresh");
        assertThat(change.generated()).isEmpty();
        assertThat(change.notes()).anyMatch(note -> note.contains("cannot be read back here"));
        assertThat(host.text("etc/kernel/cmdline")).isEqualTo("root=ZFS=rpool/ROOT/pve-1 boot=zfs intel_iommu=on\n");
    }

    @Test
    void aUnifiedImageIsToldApart() {
        Tree host = Tree.empty(root).put("sys/firmware/efi/efivars/StubInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
                variable("systemd-stub 257"));

        assertThat(host.kernel().arguments().loader().kind()).isEqualTo(Kind.UNIFIED_IMAGE);
        assertThat(catchThrowableOfType(FairleadException.class,
                () -> host.kernel().add(List.of("iommu=pt"), false))).hasMessageContaining("part of the image");
    }

    @Test
    void withEntryFilesTheTrialIsOneThatIsNotTheDefaultAndGrub2RebootChoosesIt() {
        Tree host = rhel9();
        new GrubPrograms(host, "grub2").install();
        host.put("boot/grub2/grub.cfg", "set default=\"${next_entry}\"\nsave_env next_entry\n"
                + host.text("boot/grub2/grub.cfg"));
        String was = defaultTitle(host);
        ResourceProvider provider = provider(host);

        ResourceChange change = tried(provider);

        assertThat(host.text(TRIAL)).contains("linux /vmlinuz-5.14.0-503.33.1.el9_5.x86_64",
                " crashkernel=1G-4G:192M iommu=pt panic=30 fairlead.trial=");
        assertThat(defaultTitle(host)).isEqualTo(was);
        assertThat(host.commands.ran).contains("grub2-reboot 0a1b-0-fairlead-trial");
        host.boot();
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });
        assertThat(host.text(NEW)).contains("iommu=pt").doesNotContain("panic=30");
        assertThat(host.has(TRIAL)).isFalse();
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void anEntryFileThatWouldBecomeTheDefaultIsTakenBack() {
        Tree host = rhel9();
        new GrubPrograms(host, "grub2").install();
        host.put("boot/grub2/grub.cfg", "set default=\"${next_entry}\"\nsave_env next_entry\nset default=3\nblscfg\n");
        Map<String, String> before = host.below("boot");
        ResourceProvider provider = provider(host);

        assertThat(catchThrowableOfType(FairleadException.class, () -> tried(provider)))
                .hasMessageContaining("another entry than before would boot by default")
                .hasMessageEndingWith("everything is as before");
        assertThat(host.below("boot")).isEqualTo(before);
    }

    @Test
    void systemdBootsTrialIsAnEntryChosenInTheFirmwaresVariable() {
        Tree host = systemdBoot();
        host.commands.install("bootctl", arguments -> {
            host.put("sys/firmware/efi/efivars/LoaderEntryOneShot-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
                    variable(arguments.getLast()));
            return new Result(0, "", "");
        });
        host.forgetChoice = () -> host.commands.run(Duration.ZERO, List.of("bootctl", "set-oneshot", ""));
        host.kernel().add(List.of("mitigations=auto"), true);
        host.boot();
        Map<String, String> before = host.below("boot");
        ResourceProvider provider = provider(host);

        ResourceChange change = tried(provider, "mitigations=auto");

        assertThat(host.commands.ran).contains("bootctl set-oneshot 0a1b-0-fairlead-trial.conf");
        host.boot();
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        provider.undo(change, _ -> {
        });
        assertThat(host.below("boot")).isEqualTo(before);
    }

    @Test
    void proxmoxIsRefusedWithTheWayWithoutATrial() {
        Tree host = efi(Tree.empty(root), "systemd-boot 252.12")
                .put("etc/kernel/proxmox-boot-uuids", "1A2B-3C4D\n");
        host.commands.install("proxmox-boot-tool", _ -> new Result(0, "", ""));

        assertThat(provider(host).check(WANTED, new NoPfs())).singleElement().extracting(Problem::message).asString()
                .contains("proxmox-boot-tool keeps the boot entries on partitions that are not mounted")
                .endsWith("without a trial: kernel:arg add iommu=pt --keep, reboot");
    }

    private static ResourceProvider provider(Tree host) {
        return new KernelProvider(host.service(), new KernelProviderTest.Watches());
    }

    private static ResourceChange tried(ResourceProvider provider, String... more) {
        List<String> arguments = Stream.concat(Stream.of(more), Stream.of("iommu=pt")).toList();
        Declaration wanted = new Declaration(Map.of("kernel", Map.of("arguments", arguments)));
        assertThat(provider.check(wanted, new NoPfs())).isEmpty();
        ResourceChange change = provider.plan(wanted, Persistence.KEEP, new NoPfs()).getFirst();
        provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
        });
        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);
        return change;
    }

    private static String defaultTitle(Tree host) {
        BootArguments found = host.kernel().arguments();
        return found.entries().stream().filter(BootEntry::byDefault).findFirst().orElseThrow().title();
    }

    private Tree rhel9() {
        Tree host = Tree.empty(root)
                .cmdline("BOOT_IMAGE=(hd0,gpt2)/vmlinuz-5.14.0-503.33.1.el9_5.x86_64 root=/dev/x ro")
                .put("boot/grub2/grub.cfg", """
                        set default="${saved_entry}"
                        insmod blscfg
                        blscfg
                        """)
                .put(OLD, entry("5.14.0-503.9.1.el9_5.x86_64")).put(NEW, entry("5.14.0-503.33.1.el9_5.x86_64"))
                .put(RESCUE, entry("0-rescue"));
        host.commands.install("grubby", arguments -> grubby(host, arguments));
        return host;
    }

    private static String entry(String version) {
        return """
                title RHEL (%1$s)
                version %1$s
                linux /vmlinuz-%1$s
                initrd /initramfs-%1$s.img
                options root=/dev/mapper/rhel-root ro crashkernel=1G-4G:192M
                grub_class rhel
                """.formatted(version);
    }

    private static Result grubby(Tree host, List<String> arguments) {
        String change = arguments.get(1);
        UnaryOperator<String> line = change.startsWith("--args=")
                ? old -> old + " " + change.substring("--args=".length())
                : old -> List.of(change.substring("--remove-args=".length()).split(" ")).stream().reduce(old,
                        (text, word) -> text.replace(" " + word, ""));
        List.of(OLD, NEW, RESCUE).forEach(file -> edit(host, file, line));
        return new Result(0, "", "");
    }

    private static void edit(Tree host, String file, UnaryOperator<String> options) {
        StringBuilder text = new StringBuilder();
        host.text(file).lines().map(line -> line.startsWith("options") ? options.apply(line) : line)
                .forEach(line -> text.append(line).append('\n'));
        host.put(file, text.toString());
    }

    private Tree systemdBoot() {
        String entry = "boot/efi/loader/entries/0a1b-6.12.48.conf";
        Tree host = efi(Tree.empty(root), "systemd-boot 257.8").cmdline("initrd=\\x root=UUID=1 ro quiet")
                .put("etc/kernel/cmdline", "root=UUID=1 ro quiet\n").put("boot/vmlinuz-6.12.48", "")
                .put(entry, "title Debian\nversion 6.12.48\nlinux /0a1b/6.12.48/linux\noptions root=UUID=1 ro quiet\n");
        host.commands.install("kernel-install", _ -> {
            edit(host, entry, _ -> "options " + host.text("etc/kernel/cmdline").strip());
            return new Result(0, "", "");
        });
        return host;
    }

    private static Tree efi(Tree host, String loader) {
        return host.put("sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", variable(loader));
    }

    /** As efivarfs gives it: attributes, then text in UTF-16. */
    private static byte[] variable(String text) {
        return ("\u0006\u0000" + text + "\u0000").getBytes(StandardCharsets.UTF_16LE);
    }
}
