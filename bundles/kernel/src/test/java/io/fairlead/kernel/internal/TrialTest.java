package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.TrialState;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.Commands.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments are tried by one boot of Debian's GRUB, then kept or taken back, and the default entry stays as it was. */
class TrialTest {

    private static final Declaration WANTED = declare("intel_iommu=on", "iommu=pt");
    private static final String ENTRY = "boot/grub/custom.cfg";
    private static final String CONFIGURATION = "boot/grub/grub.cfg";

    @TempDir
    Path root;
    private Tree tree;
    private GrubPrograms grub;
    private ResourceProvider provider;
    private Map<String, String> pristine;

    @BeforeEach
    void debian13() {
        boot("debian13");
    }

    private void boot(String release) {
        tree = Tree.debian(root, release);
        grub = new GrubPrograms(tree, "grub").install();
        tree.commands.run(Duration.ZERO, List.of("update-grub"));
        tree.put("boot/grub/grubenv", "# GRUB Environment Block\n" + "#".repeat(999));
        provider = new KernelProvider(tree.service(), new KernelProviderTest.Watches());
        pristine = host();
    }

    @ParameterizedTest
    @ValueSource(strings = {"debian12", "debian13"})
    void theNextBootHasTheArgumentsAndNothingElseIsChanged(String release) {
        boot(release);

        ResourceChange change = tried(WANTED);

        assertThat(tree.text(ENTRY)).contains(" intel_iommu=on iommu=pt panic=30 fairlead.trial=");
        assertThat(tree.text(CONFIGURATION)).isEqualTo(pristine.get(CONFIGURATION));
        assertThat(tree.below("etc")).isEqualTo(only("etc"));
        BootEntry next = tree.kernel().arguments().entries().stream().filter(BootEntry::once).findFirst().orElseThrow();
        assertThat(next.file()).isEqualTo("/" + ENTRY);
        assertThat(next.arguments()).containsAll(defaultEntry().arguments()).contains("intel_iommu=on", "iommu=pt");
        assertThat(commands(tree.text(ENTRY))).as("but for the kernel's line").isEqualTo(
                commands(pristine.get(CONFIGURATION)
                        .substring(pristine.get(CONFIGURATION).indexOf("\nmenuentry ") + 1)));
        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).as("it is not in force yet").hasSize(1);
    }

    /** The commands of the first entry of a text, but for the kernel's. */
    private static List<String> commands(String text) {
        return text.lines().dropWhile(line -> !line.startsWith("menuentry ")).skip(1)
                .takeWhile(line -> !line.equals("}")).filter(line -> !line.strip().startsWith("linux")).toList();
    }

    @Test
    void afterThatBootTheyAreInForceAndTheOneAfterIsTheOldOneAgain() {
        ResourceChange change = tried(WANTED);

        tree.boot();
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(tree.kernel().arguments().booted()).contains(provider.trialWord(change).orElseThrow());
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).as("it is so, as a try").isEmpty();

        tree.boot();
        assertThat(provider.trial(change)).isEqualTo(TrialState.LOST);
        assertThat(tree.kernel().arguments().booted()).doesNotContain("intel_iommu=on");
    }

    @Test
    void aBootThatFailsLosesTheTrialAndTakenBackNothingIsLeftOfIt() {
        ResourceChange change = tried(WANTED);

        tree.bootThatFails();

        assertThat(provider.trial(change)).isEqualTo(TrialState.LOST);
        undo(change);
        assertThat(host()).isEqualTo(cleared(pristine));
    }

    @Test
    void keptTheyAreInTheDefaultEntryAndTheTrialEntryIsGone() {
        ResourceChange change = tried(WANTED);
        tree.boot();

        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });

        assertThat(defaultEntry().arguments()).contains("intel_iommu=on", "iommu=pt")
                .noneMatch(argument -> argument.startsWith("fairlead.trial") || argument.startsWith("panic"));
        assertThat(tree.has(ENTRY)).isFalse();
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
        tree.boot();
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void takenBackBeforeTheBootOrAfterKeepingEverythingIsByteForByteAsBefore() {
        ResourceChange change = tried(WANTED);
        undo(change);
        assertThat(host()).isEqualTo(cleared(pristine));
        undo(change);
        assertThat(host()).as("undoing twice does no harm").isEqualTo(cleared(pristine));

        ResourceChange again = tried(WANTED);
        tree.boot();
        provider.set(again.id(), again.after(), again.after(), Persistence.KEEP, _ -> {
        });
        undo(again);
        assertThat(host()).isEqualTo(cleared(pristine));
    }

    @Test
    void argumentsThatGoAreTriedToo() {
        tree.kernel().add(List.of("intel_iommu=on", "iommu=pt"), false);
        tree.boot();

        ResourceChange change = tried(declare("intel_iommu=on"));
        tree.boot();

        assertThat(tree.kernel().arguments().booted()).contains("intel_iommu=on").doesNotContain("iommu=pt");
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(defaultEntry().arguments()).contains("iommu=pt");
        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });
        assertThat(defaultEntry().arguments()).contains("intel_iommu=on").doesNotContain("iommu=pt");
    }

    @Test
    void aTryOfOtherArgumentsTakesThePlaceOfOneThatWasLost() {
        ResourceChange lost = tried(WANTED);
        tree.bootThatFails();

        ResourceChange change = tried(declare("iommu=pt"));

        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);
        assertThat(provider.trial(lost)).isEqualTo(TrialState.LOST);
        tree.boot();
        assertThat(tree.kernel().arguments().booted()).contains("iommu=pt").doesNotContain("intel_iommu=on");
    }

    @Test
    void whatSomebodyElseConfiguredSinceTheBootIsTriedWithOurs() {
        tree.put("etc/default/grub.d/50-site.cfg", "GRUB_CMDLINE_LINUX=\"intel_iommu=on\"\n");
        tree.commands.run(Duration.ZERO, List.of("update-grub"));

        ResourceChange change = tried(WANTED);
        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);
        tree.boot();

        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });
        assertThat(tree.text("etc/default/grub.d/zz-fairlead.cfg")).contains("LINUX iommu=pt\"");
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void aChoiceThatAPowerCutLeftForALaterBootIsATrialThatIsLost() {
        ResourceChange change = tried(WANTED);
        String choice = tree.text("boot/grub/grubenv");
        tree.bootThatFails();
        tree.put("boot/grub/grubenv", choice);

        assertThat(provider.trial(change)).isEqualTo(TrialState.LOST);
        undo(change);
        assertThat(host()).isEqualTo(cleared(pristine));
    }

    @Test
    void theSameTriedTwiceIsOneTry() {
        ResourceChange change = tried(WANTED);
        String entry = tree.text(ENTRY);

        provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
        });

        assertThat(tree.text(ENTRY)).isEqualTo(entry);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({"'',btrfs", "'',zfs", "lvm,ext2", "'diskfilter mdraid1x',ext2"})
    void whereGrubCannotClearItsChoiceTheDocumentIsRefusedWithTheWayWithoutATrial(String abstraction,
            String fileSystem) {
        grub.abstraction = abstraction;
        grub.fileSystem = fileSystem;

        assertThat(provider.check(WANTED, new NoPfs())).extracting(Problem::message).singleElement().asString()
                .isEqualTo(
                        "a boot with other kernel arguments cannot be tried on this host: GRUB cannot be relied on to write to "
                                + "/boot/grub/grubenv, which lies on "
                                + (abstraction.isEmpty() ? fileSystem : abstraction)
                                + ", and where it cannot, its choice for one boot stays the default for ever (grub-reboot(8)); "
                                + "without a trial: kernel:arg add intel_iommu=on iommu=pt --keep, reboot");
        assertThat(refusalOf(WANTED).kind()).isEqualTo(Kind.NOT_CAPABLE);
        assertThat(host()).isEqualTo(pristine);
    }

    @Test
    void aConfigurationThatKeepsTheChoiceOrDoesNotReadTheEntryIsRefused() {
        tree.put(CONFIGURATION, pristine.get(CONFIGURATION).replace("save_env next_entry", "true"));
        assertThat(refusalOf(WANTED)).hasMessageContaining("/boot/grub/grub.cfg does not clear a choice for one boot");

        tree.put(CONFIGURATION, pristine.get(CONFIGURATION).replace("source ${config_directory}/custom.cfg", "true"));
        assertThat(refusalOf(WANTED)).hasMessageContaining("/boot/grub/grub.cfg does not read /boot/grub/custom.cfg");

        tree.put(CONFIGURATION, "# GRUB lacks write support for lvm, so recordfail support is disabled.\n"
                + pristine.get(CONFIGURATION));
        assertThat(refusalOf(WANTED)).hasMessageContaining("which lies on lvm");
    }

    @Test
    void somebodyElsesEntriesAndSomebodyElsesChoiceAreLeft() {
        tree.put(ENTRY, "menuentry 'Mine' --id mine {\n linux /vmlinuz root=/dev/sdb1\n}\n");
        assertThat(refusalOf(WANTED)).hasMessageContaining("/boot/grub/custom.cfg is somebody else's");

        assertThat(root.resolve(ENTRY).toFile().delete()).isTrue();
        tree.put("boot/grub/grubenv", "next_entry=memtest\n");
        assertThat(refusalOf(WANTED)).hasMessageContaining("somebody chose 'memtest' for the next boot alone");
        assertThat(tree.has(ENTRY)).isFalse();
    }

    @Test
    void aDefaultEntryThatBootsNoLinuxOfItsOwnIsNotCopied() {
        tree.put(CONFIGURATION, pristine.get(CONFIGURATION).replace("linux\t/boot", "multiboot2\t/boot"));

        assertThat(refusalOf(WANTED)).hasMessageContaining("is not of the form that can be copied");
        assertThat(tree.has(ENTRY)).isFalse();
    }

    @Test
    void aChoiceThatDoesNotComeAboutLeavesNothing() {
        tree.commands.install("grub-reboot", _ -> new Result(0, "", ""));
        assertThat(refusalOf(WANTED)).hasMessageContaining("does not take fairlead-trial for the next boot")
                .hasMessageEndingWith("everything is as before");
        assertThat(host()).isEqualTo(pristine);

        tree.commands.install("grub-reboot", _ -> new Result(1, "", "grub-editenv: error: cannot write."));
        assertThat(refusalOf(WANTED).kind()).isEqualTo(Kind.HOST_FAILED);
        assertThat(host()).isEqualTo(pristine);
    }

    @Test
    void aPasswordThatGrubAsksForIsAskedForTheTrialJustAsMuch() {
        tree.put(CONFIGURATION,
                pristine.get(CONFIGURATION).replaceFirst("--class os \\$", "--class os --unrestricted \\$"));

        tried(WANTED);

        assertThat(tree.text(ENTRY)).contains("(Fairlead)' --unrestricted $menuentry_id_option 'fairlead-trial' {");
    }

    @Test
    void aBootOfTheTrialFromTheMenuDoesNotMakeItTheDefault() {
        tree.put(CONFIGURATION, pristine.get(CONFIGURATION).replaceFirst("\tload_video\n", "\tsavedefault\n"));

        tried(WANTED);

        assertThat(tree.text(ENTRY)).doesNotContain("savedefault");
    }

    @Test
    void moreThanTheKernelTakesIsRefused() {
        String[] many = new String[8];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a%d=%s".formatted(i, "x".repeat(250));
        }

        assertThat(refusalOf(declare(many)))
                .hasMessageContaining("there would be 2048 characters of arguments or more");
        assertThat(host()).isEqualTo(pristine);
    }

    @Test
    void whatCouldNotBeKeptIsNotTried() {
        tree.put("usr/sbin/grub-mkconfig", ". ${sysconfdir}/default/grub\n");

        assertThat(provider.check(WANTED, new NoPfs())).extracting(Problem::message).singleElement().asString()
                .isEqualTo(
                        "the kernel arguments could not be kept in /etc/default/grub, which is somebody else's: "
                                + "look at it, then say kernel:arg add intel_iommu=on iommu=pt --keep --adopt");
        assertThat(refusalOf(WANTED).kind()).isEqualTo(Kind.NOT_CAPABLE);
    }

    @Test
    void theWayBackWithoutJavaIsTheChoiceTheEntryTheFileAndTheGenerator() {
        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();

        List<UndoStep> steps = provider.nativeUndo(change);

        assertThat(steps.getFirst()).isEqualTo(new UndoStep.RunNative("boot-once",
                List.of("/boot/grub/grubenv", "fairlead-trial"), ""));
        assertThat(steps).filteredOn(UndoStep.RestoreFile.class::isInstance)
                .extracting(step -> ((UndoStep.RestoreFile) step).file())
                .contains("/boot/grub/custom.cfg", "/etc/default/grub.d/zz-fairlead.cfg")
                .as("with what is known of them").hasSizeGreaterThan(2);
        assertThat(steps.getLast()).isEqualTo(new UndoStep.Reload(UndoStep.Daemon.BOOT_LOADER));
    }

    private ResourceChange tried(Declaration wanted) {
        assertThat(provider.check(wanted, new NoPfs())).isEmpty();
        ResourceChange change = provider.plan(wanted, Persistence.KEEP, new NoPfs()).getFirst();
        provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
        });
        return change;
    }

    private FairleadException refusalOf(Declaration wanted) {
        ResourceChange change = provider.plan(wanted, Persistence.KEEP, new NoPfs()).getFirst();
        return catchThrowableOfType(FairleadException.class,
                () -> provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
                }));
    }

    private void undo(ResourceChange change) {
        provider.undo(change, _ -> {
        });
    }

    private BootEntry defaultEntry() {
        return tree.kernel().arguments().entries().stream().filter(BootEntry::byDefault).findFirst().orElseThrow();
    }

    /** All of the configuration and all that we know of it. */
    private Map<String, String> host() {
        Map<String, String> all = new TreeMap<>(tree.below("etc"));
        all.putAll(tree.below("boot"));
        if (tree.has("var")) {
            all.putAll(tree.below("var"));
        }
        all.values().removeIf("directory"::equals);
        return all;
    }

    private Map<String, String> only(String directory) {
        Map<String, String> some = tree.below(directory);
        some.replaceAll((file, now) -> now.equals("directory") ? now : pristine.get(file));
        return some;
    }

    /** GRUB's environment is written by GRUB and its programs, and an empty choice is none. */
    private Map<String, String> cleared(Map<String, String> files) {
        Map<String, String> expected = new TreeMap<>(files);
        assertThat(GrubEnvironment.parse(tree.text("boot/grub/grubenv")).get("next_entry")).isEmpty();
        expected.put("boot/grub/grubenv", tree.text("boot/grub/grubenv"));
        return expected;
    }

    private static Declaration declare(String... arguments) {
        return new Declaration(Map.of("kernel", Map.of("arguments", List.of(arguments))));
    }
}
