package io.fairlead.kernel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code kernel} of the document is brought about, and undone. */
class KernelProviderTest {

    private static final Optional<Map<String, Object>> WANTED = Optional
            .of(Map.of("arguments", List.of("intel_iommu=on", "iommu=pt")));

    @TempDir
    Path root;
    private Tree tree;
    private ResourceProvider provider;

    @BeforeEach
    void debian13() {
        tree = Tree.debian(root, "debian13");
        provider = new KernelProvider(tree.service());
    }

    @Test
    void whatIsPlannedIsSetAndThenThereIsNothingToPlan() {
        ResourceChange change = provider.plan(WANTED).getFirst();
        assertThat(change.before()).isEmpty();
        assertThat(change.effects()).extracting(Effect::kind).containsExactly(Effect.Kind.REBOOT_REQUIRED);
        List<String> steps = new ArrayList<>();

        provider.set(change.id(), change.before(), change.after(), Persistence.KEEP, steps::add);

        assertThat(provider.observe().getFirst().value()).isEqualTo(WANTED.get());
        assertThat(provider.plan(WANTED)).isEmpty();
        assertThat(steps).containsExactly("adding the kernel arguments intel_iommu=on iommu=pt");
        provider.set(change.id(), change.before(), change.after(), Persistence.KEEP, steps::add);
        assertThat(steps).as("setting twice does no harm").hasSize(1);
    }

    @Test
    void anEmptyDocumentTakesAwayWhatIsOurs() {
        Map<String, String> etc = tree.below("etc");
        ResourceChange there = provider.plan(WANTED).getFirst();
        provider.set(there.id(), there.before(), there.after(), Persistence.KEEP, _ -> {
        });

        ResourceChange gone = provider.plan(Optional.empty()).getFirst();
        provider.set(gone.id(), gone.before(), gone.after(), Persistence.KEEP, _ -> {
        });

        assertThat(gone.after()).isEmpty();
        assertThat(tree.below("etc")).isEqualTo(etc);
        assertThat(provider.plan(Optional.empty())).isEmpty();
    }

    @Test
    void whatSomebodyElseConfiguredNeedsNoChange() {
        assertThat(provider.plan(Optional.of(Map.of("arguments", List.of("quiet"))))).isEmpty();
    }

    @Test
    void aChangeInBetweenIsNoticed() {
        ResourceChange change = provider.plan(WANTED).getFirst();
        tree.kernel().add(List.of("mitigations=auto"), false);

        FairleadException refusal = catchThrowableOfType(FairleadException.class,
                () -> provider.set(change.id(), change.before(), change.after(), Persistence.TRY, _ -> {
                }));

        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
    }

    @Test
    void theWayBackIsTheFileAndTheGenerator() {
        assertThat(provider.nativeUndo(provider.plan(WANTED).getFirst())).containsExactly(
                new UndoStep.RestoreFile("/etc/default/grub.d/zz-fairlead.cfg", Optional.empty(), 0644),
                new UndoStep.Reload(UndoStep.Daemon.BOOT_LOADER));
    }

    @Test
    void aSectionThatCannotBeNamesItsKey() {
        assertThat(refusalOf(Map.of("argument", List.of()))).hasMessageContaining("'argument'");
        assertThat(refusalOf(Map.of("arguments", "quiet"))).hasMessageContaining("kernel.arguments is not a list");
        assertThat(refusalOf(Map.of("arguments", List.of("a b")))).hasMessageContaining("'a b'");
    }

    private FairleadException refusalOf(Map<String, Object> section) {
        return catchThrowableOfType(FairleadException.class, () -> provider.plan(Optional.of(section)));
    }
}
