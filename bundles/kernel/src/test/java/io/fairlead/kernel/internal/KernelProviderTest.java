package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.TrialState;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code kernel} of the document is read, judged, planned, and brought about where no boot is needed. */
class KernelProviderTest {

    private static final Declaration WANTED = declare("intel_iommu=on", "iommu=pt");

    @TempDir
    Path root;
    private Tree tree;
    private final Watches events = new Watches();
    private ResourceProvider provider;

    @BeforeEach
    void debian13() {
        tree = Tree.debian(root, "debian13");
        tree.commands.run(Duration.ZERO, List.of("update-grub"));
        provider = new KernelProvider(tree.service(), events);
    }

    @Test
    void whatIsKeptAndBootedIsNotPlannedAgain() {
        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();
        assertThat(change.before()).isEmpty();
        assertThat(change.effects()).extracting(Effect::kind).containsExactly(Effect.Kind.REBOOT_REQUIRED);

        List<String> steps = set(change, Persistence.KEEP);
        tree.boot();

        assertThat(steps).containsExactly("adding the kernel arguments intel_iommu=on iommu=pt");
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
        assertThat(set(change, Persistence.KEEP)).as("setting twice does no harm").isEmpty();
        assertThat(provider.describe()).isEqualTo(WANTED.section("kernel"));
    }

    @Test
    void whatIsConfiguredAndNotBootedYetNeedsABootAlone() {
        tree.kernel().add(List.of("intel_iommu=on", "iommu=pt"), false);
        Map<String, String> etc = tree.below("etc");

        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();
        set(change, Persistence.TRY);

        assertThat(change.has(Effect.Kind.REBOOT_REQUIRED)).isTrue();
        assertThat(tree.below("etc")).isEqualTo(etc);
        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);
        tree.boot();
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void whatSomebodyElseConfiguredAndIsNotBootedYetNeedsABootToo() {
        tree.put("etc/default/grub.d/50-site.cfg", "GRUB_CMDLINE_LINUX=\"intel_iommu=on iommu=pt\"\n");
        new UpdateGrub(tree).run(List.of());

        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();
        set(change, Persistence.TRY);

        assertThat(provider.trial(change)).isEqualTo(TrialState.AT_NEXT_BOOT);
        tree.boot();
        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(provider.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
        assertThat(tree.has("etc/default/grub.d/zz-fairlead.cfg")).isFalse();
    }

    @Test
    void whatTheRunningKernelHasAlreadyIsKeptWithNoBoot() {
        tree.cmdline("BOOT_IMAGE=/boot/vmlinuz-6.12.48+deb13-amd64 ro quiet intel_iommu=on iommu=pt");
        Map<String, String> host = tree.below("");
        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();
        assertThat(change.effects()).isEmpty();

        set(change, Persistence.TRY);

        assertThat(provider.trial(change)).isEqualTo(TrialState.IN_FORCE);
        assertThat(tree.text("boot/grub/grub.cfg")).contains("intel_iommu=on iommu=pt");
        assertThat(tree.has("boot/grub/custom.cfg")).isFalse();
        provider.undo(change, _ -> {
        });
        assertThat(tree.below("etc")).isEqualTo(below(host, "etc"));
        assertThat(tree.below("boot")).isEqualTo(below(host, "boot"));
    }

    @Test
    void aDocumentWithoutTheSectionTakesAwayWhatIsOurs() {
        Map<String, String> etc = tree.below("etc");
        set(provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst(), Persistence.KEEP);

        ResourceChange gone = provider.plan(Declaration.NOTHING, Persistence.KEEP, new NoPfs()).getFirst();
        assertThat(gone.effects()).as("the running kernel does not have them").isEmpty();
        set(gone, Persistence.KEEP);

        assertThat(gone.after()).isEmpty();
        assertThat(tree.below("etc")).isEqualTo(etc);
        assertThat(provider.plan(Declaration.NOTHING, Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void whatSomebodyElseConfiguredNeedsNoChange() {
        assertThat(provider.plan(declare("quiet"), Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void aChangeInBetweenIsNoticed() {
        ResourceChange change = provider.plan(WANTED, Persistence.KEEP, new NoPfs()).getFirst();
        tree.kernel().add(List.of("mitigations=auto"), false);

        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> set(change, Persistence.TRY));

        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
    }

    @Test
    void everyArgumentThatCannotBeIsNamedWithItsPlace() {
        assertThat(provider.check(declare("a b", "iommu=pt", "iommu=nopt", "x".repeat(257)), new NoPfs()))
                .satisfiesExactly(
                        first -> assertThat(first).extracting(Problem::pointer, Problem::message).satisfiesExactly(
                                pointer -> assertThat(pointer).isEqualTo("/kernel/arguments/0"),
                                message -> assertThat(message).asString().startsWith("'a b' cannot be written")),
                        second -> assertThat(second).isEqualTo(new Problem("/kernel/arguments/2", false,
                                "iommu=pt and iommu=nopt contradict each other: give one of them")),
                        third -> assertThat(third.message()).contains("has 257 characters"));
        assertThat(provider.check(WANTED, new NoPfs())).isEmpty();
        assertThat(provider.check(Declaration.NOTHING, new NoPfs())).isEmpty();
    }

    @Test
    void aHostWithoutABootLoaderIsAProblemUnlessItsKernelHasTheArguments(@TempDir Path bare) {
        Tree host = Tree.empty(bare);
        ResourceProvider there = new KernelProvider(host.service(), events);

        assertThat(there.check(WANTED, new NoPfs())).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo("/kernel/arguments");
            assertThat(problem.message()).startsWith("the kernel's arguments cannot be configured on this host: ");
        });
        host.cmdline("ip=dhcp intel_iommu=on iommu=pt");
        assertThat(there.check(WANTED, new NoPfs())).isEmpty();
        assertThat(there.plan(WANTED, Persistence.KEEP, new NoPfs())).isEmpty();
    }

    @Test
    void theDocumentOfAHostAsItIsNamesWhatSomebodyElseConfiguredForTheIommu() {
        assertThat(provider.describe()).isEmpty();
        tree.put("etc/default/grub.d/50-site.cfg", "GRUB_CMDLINE_LINUX=\"intel_iommu=on mitigations=auto\"\n");
        new UpdateGrub(tree).run(List.of());
        tree.boot();

        assertThat(provider.describe()).contains(Map.of("arguments", List.of("intel_iommu=on")));
        assertThat(
                provider.plan(new Declaration(Map.of("kernel", provider.describe().orElseThrow())), Persistence.KEEP,
                        new NoPfs()))
                .isEmpty();
    }

    @Test
    void whoeverWritesTheBootConfigurationIsNoticed() {
        List<String> heard = new ArrayList<>();

        ResourceProvider.Watch watch = provider.watch(() -> heard.add("changed"));
        events.changed.run();

        assertThat(events.directories).extracting(HostPath::toString).contains("/etc/default", "/etc/default/grub.d",
                "/boot/grub", "/boot/loader/entries", "/etc/kernel");
        assertThat(heard).hasSize(1);
        watch.close();
        assertThat(events.closed).isTrue();
    }

    private static Map<String, String> below(Map<String, String> files, String directory) {
        Map<String, String> some = new TreeMap<>(files);
        some.keySet().removeIf(file -> !file.equals(directory) && !file.startsWith(directory + "/"));
        return some;
    }

    private List<String> set(ResourceChange change, Persistence persistence) {
        List<String> steps = new ArrayList<>();
        provider.set(change.id(), change.before(), change.after(), persistence, steps::add);
        return steps;
    }

    private static Declaration declare(String... arguments) {
        return new Declaration(Map.of("kernel", Map.of("arguments", List.of(arguments))));
    }

    /** What is watched. */
    static final class Watches implements HostEvents {

        private Collection<HostPath> directories = List.of();
        private Runnable changed = () -> {
        };
        private boolean closed;

        @Override
        public Subscription watchDirectories(Collection<HostPath> watched, Runnable call) {
            directories = watched;
            changed = call;
            return () -> closed = true;
        }

        @Override
        public Subscription watchDevices(Runnable call) {
            throw new UnsupportedOperationException();
        }
    }
}
