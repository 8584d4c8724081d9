package io.fairlead.libvirt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The declared pools and hooks, and the ways from what is there to them and back, on a libvirt that keeps libvirt's rules. */
class LibvirtProviderTest {

    private static final ResourceId POOL = new ResourceId(ResourceKinds.LIBVIRT_POOL, "vfpool");
    private static final ResourceId HOOKS = new ResourceId(ResourceKinds.LIBVIRT_HOOKS, "");
    private static final ResourceId VFS = new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4");
    private static final Map<String, Object> POOL_OF_ENO4 = Map.of("pools", Map.of("vfpool", "eno4"));

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Pfs pfs = new Pfs();
    private final SimulatedLibvirt libvirt = new SimulatedLibvirt(host, pfs);
    private final Directories directories = new Directories();
    private final LibvirtProvider provider = provider();

    private LibvirtProvider provider() {
        LibvirtHostsService service = new LibvirtHostsService(pfs, host.files(), host.ownFiles(), host.durableFiles(),
                libvirt, host.writerLock());
        return new LibvirtProvider(service, pfs, directories);
    }

    @Test
    void poolsFollowTheirVfsAndHooksFollowPools() {
        List<ResourceChange> changes = plan(Map.of("pools", Map.of("vfpool", "eno4"), "guestsMay", List.of("trust")));

        assertThat(changes).extracting(ResourceChange::id).containsExactly(POOL, HOOKS);
        assertThat(changes.getFirst().follows()).containsExactly(VFS);
        assertThat(changes.getLast().follows()).containsExactly(POOL);
        assertThat(changes.getFirst().before()).isEmpty();
    }

    @Test
    void aPoolIsRemovedBeforeItsVfsAndAfterTheHooks() {
        keep(Map.of("pools", Map.of("vfpool", "eno4"), "guestsMay", List.of("trust")));

        List<ResourceChange> changes = plan(Map.of());

        assertThat(changes).extracting(ResourceChange::id).containsExactlyInAnyOrder(POOL, HOOKS);
        assertThat(of(changes, POOL).precedes()).containsExactly(VFS);
        assertThat(of(changes, HOOKS).precedes()).containsExactly(POOL);
    }

    @Test
    void aTriedPoolGivesOutVfsAndLeavesNothingInEtc() {
        Map<String, String> etc = etc();

        ResourceChange change = plan(POOL_OF_ENO4).getFirst();
        set(change, Persistence.TRY);

        assertThat(libvirt.functionsOf("vfpool")).hasSize(7);
        assertThat(etc()).isEqualTo(etc);
        provider.undo(change, _ -> {
        });
        assertThat(plan(Map.of())).isEmpty();
    }

    @Test
    void aTriedPoolIsKeptWithoutTheGuestThatHasAVfOfItNoticing() {
        ResourceChange change = plan(POOL_OF_ENO4).getFirst();
        set(change, Persistence.TRY);
        libvirt.givePort("vfpool", "t1");
        libvirt.forgetChanges();

        provider.set(POOL, change.after(), change.after(), Persistence.KEEP, _ -> {
        });

        assertThat(libvirt.changes()).containsExactly("net-define", "net-autostart vfpool");
        assertThat(plan(POOL_OF_ENO4)).isEmpty();
        assertThat(provider.describe()).hasValue(POOL_OF_ENO4);
    }

    @ParameterizedTest
    @EnumSource(Persistence.class)
    void whatIsUndoneLeavesEtcAsItWas(Persistence persistence) {
        Map<String, String> etc = etc();
        Map<String, Object> section = Map.of("pools", Map.of("vfpool", "eno4"), "guestsMay", List.of("trust"));
        List<ResourceChange> changes = plan(section);
        changes.forEach(change -> set(change, Persistence.TRY));
        if (persistence == Persistence.KEEP) {
            changes.forEach(
                    change -> provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
                    }));
            assertThat(plan(section)).isEmpty();
        }

        undo(changes);
        undo(changes);

        assertThat(etc()).isEqualTo(etc);
        assertThat(plan(Map.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Persistence.class)
    void aRemovalThatIsUndoneBringsBackTheVeryPoolAndHooks(Persistence persistence) {
        Map<String, Object> section = Map.of("pools", Map.of("vfpool", "eno4"), "guestsMay", List.of("trust"));
        keep(section);
        Map<String, String> etc = etc();
        List<ResourceChange> changes = plan(Map.of());
        changes.forEach(change -> set(change, Persistence.TRY));
        if (persistence == Persistence.KEEP) {
            changes.forEach(change -> provider.set(change.id(), Map.of(), Map.of(), Persistence.KEEP, _ -> {
            }));
            assertThat(host.files().exists(PoolFiles.definition("vfpool"))).isFalse();
        }

        undo(changes);

        assertThat(etc()).isEqualTo(etc);
        assertThat(libvirt.functionsOf("vfpool")).hasSize(7);
        assertThat(plan(section)).isEmpty();
    }

    @Test
    void aTriedRemovalStaysInEtcSoThatABootEndsIt() {
        keep(POOL_OF_ENO4);
        Map<String, String> etc = etc();

        set(plan(Map.of()).getFirst(), Persistence.TRY);

        assertThat(etc()).isEqualTo(etc);
        assertThat(libvirt.changes()).last().asString().startsWith("net-destroy");
    }

    @Test
    void aPoolIsMadeAndKeptByLooksAtItsPfAlone() {
        ResourceChange change = plan(POOL_OF_ENO4).getFirst();
        int before = pfs.looksAtAll();
        set(change, Persistence.TRY);
        set(change, Persistence.KEEP);
        assertThat(pfs.looksAtAll()).isEqualTo(before);
    }

    @Test
    void aPoolIsKnownByTheVfsThatItListsThoughItsPfWasRenamed() {
        keep(POOL_OF_ENO4);
        pfs.renameEno4("lan0");
        ResourceChange removal = plan(Map.of()).getFirst();
        assertThat(removal.before()).containsEntry("pf", "lan0");
        set(removal, Persistence.TRY);
        assertThat(libvirt.changes()).contains("net-destroy " + removal.before().get("id"));
    }

    @Test
    void aPlanNamesTheGuestsOfAPoolThatItWouldStopAndOfNoOther() {
        keep(POOL_OF_ENO4);
        assertThat(plan(Map.of()).getFirst().effects()).isEmpty();

        libvirt.givePort("vfpool", "t1");
        for (Map<String, Object> other : List.of(Map.<String, Object>of(),
                Map.<String, Object>of("pools", Map.of("vfpool", "eno5")))) {
            assertThat(plan(other).getFirst().effects()).singleElement().satisfies(effect -> {
                assertThat(effect.takesAway()).isTrue();
                assertThat(effect.touches()).singleElement().asString().startsWith("guest t1");
            });
        }

        libvirt.run(Duration.ZERO, List.of("virsh", "qemu:///system", "net-autostart", "vfpool", "--disable"), "");
        assertThat(plan(POOL_OF_ENO4)).singleElement().satisfies(change -> assertThat(change.effects()).isEmpty());
    }

    @Test
    void aPoolOfAGuestsVfIsNeverTakenAway() {
        keep(POOL_OF_ENO4);
        libvirt.givePort("vfpool", "t1");
        ResourceChange removal = plan(Map.of()).getFirst();
        ResourceChange addition = new ResourceChange(POOL, Map.of(), removal.before(), List.of(), Set.of(), Set.of());

        assertThat(refusal(() -> set(removal, Persistence.TRY))).hasMessageContaining("guest t1");
        assertThat(refusal(() -> provider.undo(addition, _ -> {
        }))).hasMessageContaining("guest t1");
        assertThat(refusal(() -> provider.stepAside(vfChange(), _ -> {
        }))).hasMessageContaining("guest t1");
        assertThat(libvirt.functionsOf("vfpool")).hasSize(7);

        libvirt.endPorts("vfpool");
        provider.undo(addition, _ -> {
        });
        assertThat(plan(Map.of())).isEmpty();
    }

    @Test
    void aPoolThatMovesToAnotherPfComesBackWithItsOwn() {
        keep(POOL_OF_ENO4);
        Map<String, String> etc = etc();

        ResourceChange change = plan(Map.of("pools", Map.of("vfpool", "0000:02:00.0"))).getFirst();
        assertThat(change.follows()).containsExactly(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno5"));
        assertThat(change.precedes()).containsExactly(VFS);
        set(change, Persistence.TRY);
        assertThat(libvirt.functionsOf("vfpool").getFirst()).startsWith("0000:02:");
        assertThat(etc()).isEqualTo(etc);

        provider.undo(change, _ -> {
        });

        assertThat(plan(POOL_OF_ENO4)).isEmpty();
        assertThat(libvirt.functionsOf("vfpool").getFirst()).startsWith("0000:01:");
    }

    @Test
    void aPoolStepsAsideWhileItsVfsAreMadeAnewAndThenListsThem() {
        keep(POOL_OF_ENO4);
        Map<String, String> etc = etc();

        try (ResourceProvider.Aside _ = provider.stepAside(vfChange(), _ -> {
        })) {
            assertThat(libvirt.changes()).last().asString().startsWith("net-destroy");
            pfs.setVfs("eno4", 4);
        }

        assertThat(libvirt.functionsOf("vfpool")).hasSize(4);
        assertThat(etc()).isEqualTo(etc);
        assertThat(plan(POOL_OF_ENO4)).isEmpty();
    }

    @Test
    void aTriedPoolComesBackAsOneAfterItSteppedAside() {
        set(plan(POOL_OF_ENO4).getFirst(), Persistence.TRY);
        Map<String, String> etc = etc();

        provider.stepAside(vfChange(), _ -> {
        }).close();

        assertThat(libvirt.functionsOf("vfpool")).hasSize(7);
        assertThat(etc()).isEqualTo(etc);
    }

    @Test
    void aPoolThatCouldNotBeStartedAfterAFailureIsSoWhenTheVfsAreBack() {
        keep(POOL_OF_ENO4);
        List<String> said = new ArrayList<>();
        try (ResourceProvider.Aside _ = provider.stepAside(vfChange(), said::add)) {
            pfs.setVfs("eno4", 0);
        }
        assertThat(said).last().isEqualTo("leave the pool vfpool stopped, for eno4 has no VFs");

        try (ResourceProvider.Aside _ = provider.stepAside(vfChange(), said::add)) {
            pfs.setVfs("eno4", 7);
        }

        assertThat(libvirt.functionsOf("vfpool")).hasSize(7);
        assertThat(plan(POOL_OF_ENO4)).isEmpty();
    }

    @Test
    void aPoolThatWasRemovedAfterItSteppedAsideStaysAway() {
        keep(POOL_OF_ENO4);
        provider.stepAside(vfChange(), _ -> {
        }).close();
        plan(Map.of()).forEach(change -> set(change, Persistence.KEEP));

        provider.stepAside(vfChange(), _ -> {
        }).close();

        assertThat(plan(Map.of())).isEmpty();
    }

    @Test
    void anEditedDefinitionIsSeenAndPutRight() {
        keep(POOL_OF_ENO4);
        libvirt.define(
                host.files().read(PoolFiles.definition("vfpool")).orElseThrow().replace("dev='eno4'", "dev='eno5'"));

        ResourceChange change = plan(POOL_OF_ENO4).getFirst();
        set(change, Persistence.KEEP);

        assertThat(plan(POOL_OF_ENO4)).isEmpty();
        assertThat(host.files().read(PoolFiles.definition("vfpool")).orElseThrow()).contains("dev='eno4'");
    }

    @Test
    void whatChangedSinceThePlanIsLeftAlone() {
        ResourceChange change = plan(POOL_OF_ENO4).getFirst();
        keep(Map.of("pools", Map.of("vfpool", "eno5")));

        FairleadException refusal = catchThrowableOfType(FairleadException.class, () -> set(change, Persistence.TRY));

        assertThat(refusal.kind()).isEqualTo(Kind.BUSY);
        assertThat(libvirt.functionsOf("vfpool").getFirst()).startsWith("0000:02:");
    }

    @Test
    void whatIsWrongWithTheSectionIsToldAllAtOnce() {
        libvirt.define("<network><name>theirs</name><forward mode='nat'/></network>");
        Map<String, Object> section = Map.of("startAfter", List.of("eno5", "eno9"), "pools",
                Map.of("one", "eno4", "two", "0000:01:00.0", "three", "eno9", "theirs", "eno5"));

        List<Problem> problems = provider.check(new Declaration(
                Map.of("physicalFunctions", Map.of("eno4", Map.of("virtualFunctions", 7L)), "libvirt", section)), pfs);

        assertThat(problems).extracting(Problem::pointer).hasSize(5).contains("/libvirt/startAfter/0",
                "/libvirt/startAfter/1", "/libvirt/pools/three", "/libvirt/pools/theirs");
        assertThat(problems).extracting(Problem::message)
                .anyMatch(message -> message.contains("eno5 has no virtualFunctions in physicalFunctions"))
                .anyMatch(message -> message.contains("is of eno4 as well, and two would give out the same VFs"))
                .anyMatch(message -> message.contains("libvirt has a network theirs already"));
    }

    @ParameterizedTest
    @CsvSource({"eno4, eno4", "0000:01:00.0, eno4"})
    void aDeclaredPfMayBeNamedDifferently(String declared, String startAfter) {
        assertThat(provider.check(new Declaration(Map.of("physicalFunctions",
                Map.of(declared, Map.of("virtualFunctions", 7L)), "libvirt",
                Map.of("startAfter", List.of(startAfter)))), pfs)).isEmpty();
    }

    @Test
    void aStoppedLibvirtHasNothingToRemoveAndCannotTellWhatIsWanted() {
        libvirt.stop();

        assertThat(plan(Map.of())).isEmpty();
        assertThat(catchThrowableOfType(FairleadException.class, () -> plan(POOL_OF_ENO4)).kind())
                .isEqualTo(Kind.HOST_FAILED);
        provider.undo(new ResourceChange(POOL, Map.of(), Map.of("pf", "eno4"), List.of(), Set.of(), Set.of()), _ -> {
        });
    }

    @Test
    void aHookThatSomebodyChangedIsSeenAndPutRight() {
        Map<String, Object> section = Map.of("guestsMay", List.of("trust"));
        keep(section);
        host.putFile(Hook.QEMU.file(), "#!/bin/sh\n");

        List<ResourceChange> changes = plan(section);
        assertThat(changes).extracting(ResourceChange::id).containsExactly(HOOKS);
        set(changes.getFirst(), Persistence.TRY);
        assertThat(plan(section)).isEmpty();

        undo(changes);
        assertThat(host.files().read(Hook.QEMU.file())).hasValue("#!/bin/sh");
    }

    @Test
    void theWayBackWithoutJavaTellsThePoolAsItWasAndTheVeryBytesOfItsFile() {
        keep(POOL_OF_ENO4);
        String file = new String(host.files().content(PoolFiles.definition("vfpool")).orElseThrow(),
                StandardCharsets.UTF_8);

        List<UndoStep> steps = provider.nativeUndo(plan(Map.of()).getFirst());

        assertThat(steps.getFirst()).isInstanceOfSatisfying(UndoStep.RunNative.class, run -> {
            assertThat(run.program()).isEqualTo(new PoolProgram().name());
            assertThat(run.arguments()).containsExactly("vfpool", "kept", "autostart", "active");
            assertThat(file).contains(run.input());
        });
        assertThat(steps.getLast()).isInstanceOfSatisfying(UndoStep.RestoreFile.class, restored -> {
            assertThat(restored.file()).isEqualTo("/etc/libvirt/qemu/networks/vfpool.xml");
            assertThat(restored.content()).hasValueSatisfying(
                    bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(file));
        });
    }

    @Test
    void theWayBackFromAPoolThatWasNotThereIsWithoutIt() {
        assertThat(provider.nativeUndo(plan(POOL_OF_ENO4).getFirst()).getFirst())
                .isEqualTo(new UndoStep.RunNative("libvirt-pool", List.of("vfpool", "tried", "manual", "stopped"), ""));
    }

    @Test
    void aChangeOfItsFilesIsHeardUntilTheWatchIsClosed() {
        ResourceProvider.Watch watch = provider.watch(() -> {
        });

        assertThat(directories.watched).extracting(HostPath::toString).contains("/etc/libvirt/qemu/networks",
                "/run/libvirt/network", "/etc/libvirt/hooks/qemu.d", "/etc/libvirt/hooks/network.d", "/etc/fairlead");
        watch.close();
        assertThat(directories.watched).isEmpty();
    }

    private List<ResourceChange> plan(Map<String, Object> section) {
        return provider.plan(new Declaration(section.isEmpty() ? Map.of() : Map.of("libvirt", section)),
                Persistence.KEEP, pfs);
    }

    private void keep(Map<String, Object> section) {
        plan(section).forEach(change -> set(change, Persistence.KEEP));
        assertThat(plan(section)).isEmpty();
    }

    private void set(ResourceChange change, Persistence persistence) {
        provider.set(change.id(), change.before(), change.after(), persistence, _ -> {
        });
    }

    private void undo(List<ResourceChange> changes) {
        changes.reversed().forEach(change -> provider.undo(change, _ -> {
        }));
    }

    private Map<String, String> etc() {
        return EtcBytes.of(host.files());
    }

    private static ResourceChange of(List<ResourceChange> changes, ResourceId id) {
        return changes.stream().filter(change -> change.id().equals(id)).findFirst().orElseThrow();
    }

    private static ResourceChange vfChange() {
        return new ResourceChange(VFS, Map.of(), Map.of(),
                List.of(new Effect(Effect.Kind.VFS_DESTROYED, List.of())), Set.of(), Set.of());
    }

    private static FairleadException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        FairleadException refusal = catchThrowableOfType(FairleadException.class, call);
        assertThat(refusal.kind()).isEqualTo(Kind.IN_USE);
        return refusal;
    }

    /** Events of nothing; it is known what was asked for. */
    private static final class Directories implements HostEvents {

        private final List<HostPath> watched = new ArrayList<>();

        @Override
        public Subscription watchDirectories(Collection<HostPath> all, Runnable changed) {
            watched.addAll(all);
            return watched::clear;
        }

        @Override
        public Subscription watchDevices(Runnable changed) {
            throw new AssertionError("devices are not libvirt's");
        }
    }
}
