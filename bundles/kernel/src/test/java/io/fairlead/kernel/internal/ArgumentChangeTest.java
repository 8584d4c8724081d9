package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.ArgumentChange;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.host.Commands.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments come to the next boot and go again on a Debian with GRUB; what does not come about leaves nothing behind. */
class ArgumentChangeTest {

    private static final String OURS = "etc/default/grub.d/zz-fairlead.cfg";
    private static final String DEFAULTS = "etc/default/grub";

    @TempDir
    Path root;
    private Tree tree;
    private Map<String, String> etc;

    @BeforeEach
    void debian12() {
        tree = Tree.debian(root, "debian12");
        tree.commands.run(Duration.ZERO, List.of("update-grub"));
        etc = tree.below("etc");
    }

    @Test
    void argumentsAreInEveryEntryAfterwardsAndInAFileOfOurOwn() {
        ArgumentChange change = add("intel_iommu=on", "iommu=pt");

        assertThat(change.written()).isTrue();
        assertThat(change.rebootNeeded()).isTrue();
        assertThat(change.notes()).isEmpty();
        assertThat(change.generated()).isEqualTo("/boot/grub/grub.cfg");
        assertThat(tree.text(OURS)).contains("GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX intel_iommu=on iommu=pt\"");
        assertThat(tree.kernel().arguments().entries())
                .allSatisfy(entry -> assertThat(entry.arguments()).contains("intel_iommu=on", "iommu=pt"));
        assertThat(tree.text(DEFAULTS)).isEqualTo(etc.get(DEFAULTS));
    }

    @Test
    void removedAgainEverythingIsByteForByteAsBefore() {
        String generated = tree.text("boot/grub/grub.cfg");
        add("intel_iommu=on", "iommu=pt");

        ArgumentChange change = remove("iommu=pt", "intel_iommu");

        assertThat(change.written()).isTrue();
        assertThat(change.arguments()).containsExactlyInAnyOrder("intel_iommu=on", "iommu=pt");
        assertThat(tree.below("etc")).isEqualTo(etc);
        assertThat(tree.text("boot/grub/grub.cfg")).isEqualTo(generated);
    }

    @Test
    void oneOfTwoCanGo() {
        add("intel_iommu=on", "iommu=pt");

        remove("iommu=pt");

        assertThat(tree.text(OURS)).contains("intel_iommu=on").doesNotContain("iommu=pt");
        assertThat(defaultEntry().arguments()).contains("intel_iommu=on").doesNotContain("iommu=pt");
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() {
        add("intel_iommu=on");
        tree.commands.ran.clear();

        assertThat(add("intel_iommu=on").written()).isFalse();
        assertThat(add("quiet").written()).isFalse();
        assertThat(remove("nosuch").written()).isFalse();
        assertThat(tree.commands.ran).isEmpty();
    }

    @Test
    void aValueOfOursIsReplaced() {
        add("iommu=pt");

        add("iommu=nopt");

        assertThat(tree.text(OURS)).contains("LINUX iommu=nopt\"");
    }

    @Test
    void aLaterFileThatAssignsAnewIsNamedAndNothingIsLeft() {
        tree.put("etc/default/grub.d/zzz-local.cfg", "# local\nGRUB_CMDLINE_LINUX=\"mitigations=auto\"\n");
        tree.commands.run(Duration.ZERO, List.of("update-grub"));
        Map<String, String> before = etcAndBoot();

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> add("intel_iommu=on"));

        assertThat(refusal.kind()).isEqualTo(Kind.NOT_CAPABLE);
        assertThat(refusal).hasMessage("intel_iommu=on would not be in effect at the next boot, since "
                + "/etc/default/grub.d/zzz-local.cfg line 2 assigns GRUB_CMDLINE_LINUX anew and drops it: "
                + "make that line begin with GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX; everything is as before");
        assertThat(etcAndBoot()).isEqualTo(before);
    }

    @Test
    void oursComesBehindAnArgumentOfSomebodyElseThatSaysTheContrary() {
        tree.put(DEFAULTS,
                etc.get(DEFAULTS).replace("LINUX_DEFAULT=\"quiet\"", "LINUX_DEFAULT=\"quiet intel_iommu=off\""));
        tree.commands.run(Duration.ZERO, List.of("update-grub"));

        ArgumentChange change = add("intel_iommu=on");

        assertThat(defaultEntry().arguments()).containsSequence("intel_iommu=off", "intel_iommu=on");
        assertThat(change.notes()).containsExactly(
                "/etc/default/grub line 9 says intel_iommu=off, which intel_iommu=on overrides since the last one wins: take it out there");
    }

    @Test
    void somebodyElsesArgumentIsNotTakenAwayButNamed() {
        tree.put(DEFAULTS, etc.get(DEFAULTS).replace("GRUB_CMDLINE_LINUX=\"\"", "GRUB_CMDLINE_LINUX=\"iommu=pt\""));
        tree.commands.run(Duration.ZERO, List.of("update-grub"));

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> remove("iommu"));

        assertThat(refusal).hasMessageStartingWith(
                "iommu was put into /etc/default/grub line 10 by somebody else, and nothing was changed");
        assertThat(refusal.kind()).isEqualTo(Kind.NOT_CAPABLE);
    }

    @Test
    void aGeneratorThatFailsLeavesNothing() {
        Map<String, String> before = etcAndBoot();
        tree.commands.install("update-grub", _ -> {
            tree.put("boot/grub/grub.cfg.new", "half");
            return new Result(1, "", "Generating …\n/usr/sbin/grub-probe: error: cannot find a device for /.");
        });

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> add("intel_iommu=on"));

        assertThat(refusal.kind()).isEqualTo(Kind.HOST_FAILED);
        assertThat(refusal).hasMessage(
                "update-grub failed (/usr/sbin/grub-probe: error: cannot find a device for /.); everything is as before");
        assertThat(etcAndBoot()).isEqualTo(before);
    }

    @Test
    void anEntryOfSomebodysOwnThatIsTheDefaultIsNamed() {
        tree.put("boot/grub/grub.cfg", """
                set default="mine"
                menuentry 'Mine' --id mine {
                    linux /boot/vmlinuz-6.1.0-40-amd64 root=/dev/sda1 custom
                }
                """ + tree.text("boot/grub/grub.cfg"));
        tree.put("boot/grub/grub.cfg", tree.text("boot/grub/grub.cfg").replace("set default=\"0\"", "true"));

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> add("intel_iommu=on"));

        assertThat(refusal).hasMessageContaining(
                "the entry that boots by default, 'Mine' (/boot/grub/grub.cfg line 3), is not made from /etc/default/grub.d/zz-fairlead.cfg");
        assertThat(tree.has(OURS)).isFalse();
    }

    @Test
    void aNextBootOfAnEntryThatLacksItIsSaid() {
        tree.put("etc/grub.d/40_custom", "menuentry …");
        tree.put("boot/grub/grub.cfg", tree.text("boot/grub/grub.cfg")
                + "menuentry 'Other' --id other {\n linux /vmlinuz-other root=/dev/sdb1\n}\n");
        tree.put("boot/grub/grubenv", "next_entry=other\n");

        assertThat(add("intel_iommu=on").notes()).containsExactly(
                "the next boot is of 'Other' by somebody's choice for once, and that entry (/boot/grub/grub.cfg line 253) lacks it");
    }

    @Test
    void moreThanTheKernelTakesIsRefused() {
        Map<String, String> before = etcAndBoot();
        String[] many = new String[9];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a%d=%s".formatted(i, "x".repeat(250));
        }

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> add(many));

        assertThat(refusal).hasMessageContaining("would have 2048 characters or more");
        assertThat(etcAndBoot()).as("the generated file too").isEqualTo(before);
    }

    @Test
    void aFileOfThatNameThatIsNotOursIsLeftUnlessAdopted() {
        tree.put(OURS, "GRUB_TIMEOUT=1\n");

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> add("intel_iommu=on"));
        assertThat(refusal).hasMessageContaining("is somebody else's").hasMessageContaining("--adopt");
        tree.kernel().add(List.of("intel_iommu=on"), true);
        remove("intel_iommu=on");

        assertThat(tree.text(OURS)).isEqualTo("GRUB_TIMEOUT=1\n");
    }

    @Test
    void whereGrubDIsNotReadTheLinesStandInTheAdoptedDefaults() {
        tree.put("usr/sbin/grub-mkconfig", ". ${sysconfdir}/default/grub\n");

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> add("intel_iommu=on"));
        assertThat(refusal).hasMessageContaining("/etc/default/grub is somebody else's");
        tree.kernel().add(List.of("intel_iommu=on"), true);
        add("iommu=pt");

        assertThat(tree.text(DEFAULTS)).startsWith(etc.get(DEFAULTS))
                .endsWith("GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX intel_iommu=on iommu=pt\"\n");
        remove("iommu", "intel_iommu");
        assertThat(tree.below("etc")).isEqualTo(etc);
    }

    @Test
    void aHostWithoutABootLoaderSaysWhereToLook(@TempDir Path bare) {
        Tree host = Tree.empty(bare);

        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> host.kernel().add(List.of("iommu=pt"), false));

        assertThat(refusal.kind()).isEqualTo(Kind.NOT_CAPABLE);
        assertThat(refusal).hasMessageStartingWith("the kernel's arguments cannot be configured on this host: ");
        assertThat(catchThrowableOfType(FairleadException.class,
                () -> host.put("run/systemd/container", "lxc\n").kernel().add(List.of("iommu=pt"), false)))
                .hasMessageContaining("this is a container");
    }

    private BootEntry defaultEntry() {
        return tree.kernel().arguments().entries().stream().filter(BootEntry::byDefault).findFirst().orElseThrow();
    }

    private Map<String, String> etcAndBoot() {
        Map<String, String> all = tree.below("etc");
        all.putAll(tree.below("boot"));
        return all;
    }

    private ArgumentChange add(String... arguments) {
        return tree.kernel().add(List.of(arguments), false);
    }

    private ArgumentChange remove(String... arguments) {
        return tree.kernel().remove(List.of(arguments), false);
    }
}
