package io.fairlead.sriov.internal;

import static io.fairlead.sriov.internal.VfCountTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider.Watch;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Declared VFs, on a host like the seed's: eno4 without VFs, eno5 with 7 of which guest t1 has VF 0. */
class SriovProviderTest {

    private static final String MAC = "52:54:00:11:22:33";

    private final Stage stage = Stage.on(SimulatedHosts.igb());
    private final SriovProvider provider = stage.provider();

    @Test
    void makesVfsAsDeclaredAndIsThenContent() {
        Declaration declared = declare("eno4", seeds());

        ResourceChange change = only(declared);
        assertThat(change.id()).isEqualTo(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, "eno4"));
        assertThat(change.before()).isEqualTo(Map.of("vfs", 0L, "probe", true, "functions", Map.of()));
        set(change, Persistence.TRY);

        assertThat(stage.host().numVfs("eno4")).isEqualTo(7);
        assertThat(vf("eno4", 0).attributes().mac().orElseThrow().text()).isEqualTo(MAC);
        assertThat(vf("eno4", 0).attributes().vlan().orElseThrow().id()).isEqualTo(100);
        assertThat(vf("eno4", 0).attributes().trust()).contains(true);
        assertThat(vf("eno4", 1).attributes().trust()).contains(false);
        assertThat(stage.host().driverOf("eno4", 6)).contains("vfio-pci");
        assertThat(stage.host().driverOf("eno4", 5)).isEmpty();
        assertThat(provider.plan(declared, Persistence.KEEP, stage.inventory().snapshot())).isEmpty();
    }

    @Test
    void keepingWhatIsTriedWritesNothing() {
        ResourceChange change = only(declare("eno4", seeds()));
        set(change, Persistence.TRY);
        stage.host().forgetWrites();

        provider.set(change.id(), change.after(), change.after(), Persistence.KEEP, _ -> {
        });

        assertThat(stage.host().writes()).isEmpty();
    }

    @Test
    void undoneTheHostIsAsBeforeTwice() {
        stage.sriov().setVfs("eno4", 2, Optional.of(false), false);
        stage.sriov().setVf("eno4", 1, VfState.ofValue(Map.of("mac", MAC, "trust", true, "maxRate", 100L)).attributes(),
                Optional.of(new VfDriver.Named("vfio-pci")));
        PfState before = state("eno4");
        ResourceChange change = only(declare("eno4", Map.of("virtualFunctions", 5L, "probeDrivers", true)));
        set(change, Persistence.TRY);

        undo(change);
        assertThat(state("eno4")).isEqualTo(before);

        stage.host().forgetWrites();
        undo(change);
        assertThat(stage.host().writes()).isEmpty();
    }

    @Test
    void whereOnlyAttributesDifferTheVfsStay() {
        stage.sriov().setVfs("eno4", 7, Optional.of(false), false);
        ResourceChange change = only(declare("eno4", seeds()));
        stage.host().forgetWrites();

        set(change, Persistence.TRY);
        undo(change);

        assertThat(change.has(Effect.Kind.VFS_DESTROYED)).isFalse();
        assertThat(stage.host().writes()).noneMatch(write -> write.contains("numvfs"));
        assertThat(vf("eno4", 0).attributes().trust()).contains(false);
        assertThat(vf("eno4", 6).driver()).isEmpty();
    }

    @Test
    void whoNoticesIsNamedWithWhatTheKernelDoesBeside() {
        ResourceChange change = only(declare("eno5", Map.of("virtualFunctions", 4L)));

        assertThat(change.effects()).containsExactly(
                new Effect(Effect.Kind.VFS_DESTROYED, List.of("guest t1"), List.of()),
                new Effect(Effect.Kind.LINK_FLAP, List.of("interface eno5"), List.of("eno5")));
    }

    @Test
    void whatAGuestHasStaysThoughDeclaredOrUndoneOtherwise() {
        ResourceChange fewer = only(declare("eno5", Map.of("virtualFunctions", 4L)));
        refused(Kind.IN_USE, () -> set(fewer, Persistence.TRY), "guest t1");

        ResourceChange more = only(declare("eno4", Map.of("virtualFunctions", 3L, "probeDrivers", false)));
        set(more, Persistence.TRY);
        stage.host().hold("eno4", 1, "t2");

        refused(Kind.IN_USE, () -> undo(more), "VF 1 by guest t2");
        assertThat(stage.host().numVfs("eno4")).isEqualTo(3);
        stage.host().release("t2");
        undo(more);
        assertThat(stage.host().numVfs("eno4")).isZero();
    }

    /** libvirt gives a guest's VF its MAC and driver; that is no drift, and not ours to change. */
    @Test
    void aGuestsVfIsItsGuests() {
        Declaration declared = declare("eno5", Map.of("virtualFunctions", 7L, "functions",
                Map.of("0", Map.of("mac", MAC, "driver", "none"), "1", Map.of("trust", true))));
        set(only(declared), Persistence.TRY);

        assertThat(vf("eno5", 0).attributes().mac().orElseThrow().text()).isNotEqualTo(MAC);
        assertThat(vf("eno5", 1).attributes().trust()).contains(true);
        assertThat(provider.plan(declared, Persistence.KEEP, stage.inventory().snapshot())).isEmpty();
    }

    @Test
    void whatTheTryGaveAGuestsVfIsTakenBackWhenTheGuestEnds() {
        stage.sriov().setVfs("eno4", 2, Optional.of(false), false);
        ResourceChange change = only(declare("eno4", Map.of("virtualFunctions", 2L, "each", Map.of("trust", true))));
        set(change, Persistence.TRY);
        stage.host().hold("eno4", 0, "t2");

        refused(Kind.IN_USE, () -> undo(change), "VF 0 by guest t2", "until that ends");
        assertThat(vf("eno4", 1).attributes().trust()).contains(false);

        stage.host().release("t2");
        undo(change);
        assertThat(vf("eno4", 0).attributes().trust()).contains(false);
    }

    @Test
    void whatSomebodyChangedSinceThePlanIsNotOverwritten() {
        ResourceChange change = only(declare("eno4", seeds()));
        stage.host().createVfs("eno4", 1);
        stage.host().forgetWrites();

        refused(Kind.BUSY, () -> set(change, Persistence.TRY), "eno4", "plan again");
        assertThat(stage.host().writes()).isEmpty();
    }

    @Test
    void pfsThatAreNotDeclaredAreLeftAlone() {
        assertThat(provider.plan(Declaration.NOTHING, Persistence.KEEP, stage.inventory().snapshot())).isEmpty();
        assertThat(provider.plan(declare("eno4", Map.of("virtualFunctions", 0L)), Persistence.KEEP,
                stage.inventory().snapshot())).isEmpty();
    }

    @Test
    void theVfsFollowTheRuleThatKeepsNetworkManagerOff() {
        ResourceId rule = new ResourceId(ResourceKinds.NETWORK_MANAGER_RULE, "eno4");
        Map<String, Object> pfs = Map.of("eno4", Map.of("virtualFunctions", 1L));

        assertThat(only(new Declaration(Map.of("physicalFunctions", pfs))).follows()).isEmpty();
        assertThat(only(new Declaration(Map.of("physicalFunctions", pfs, "networkManager",
                Map.of("unmanaged", "virtual-functions")))).follows()).containsExactly(rule);
        assertThat(only(new Declaration(Map.of("physicalFunctions", pfs, "networkManager",
                Map.of("unmanaged", List.of("0000:01:00.0"))))).follows()).containsExactly(rule);
        assertThat(only(new Declaration(Map.of("physicalFunctions", pfs, "networkManager",
                Map.of("unmanaged", List.of("eno5"))))).follows()).isEmpty();
    }

    @Test
    void theHostDescribedIsTheHostDeclared() {
        stage.sriov().setVfs("eno4", 3, Optional.of(false), false);
        stage.sriov().setVf("eno4", 1, VfState.ofDocument(Map.of("mac", MAC, "vlan", Map.of("id", 7L, "qos", 3L)))
                .attributes(), Optional.of(new VfDriver.Named("vfio-pci")));

        Map<String, Object> section = provider.describe().orElseThrow();

        assertThat(section.get("eno4")).isEqualTo(Map.of("virtualFunctions", 3L, "probeDrivers", false, "each",
                Map.of("spoofCheck", true, "trust", false), "functions",
                Map.of("1", Map.of("mac", MAC, "vlan", Map.of("id", 7L, "qos", 3L, "proto", "802.1Q"), "driver",
                        "vfio-pci"))));
        Declaration declared = new Declaration(Map.of("physicalFunctions", section));
        assertThat(provider.check(declared, stage.inventory().snapshot())).isEmpty();
        assertThat(provider.plan(declared, Persistence.KEEP, stage.inventory().snapshot())).isEmpty();
    }

    @Test
    void theWayBackWithoutJavaSaysAllButWhatAGuestHas() {
        ResourceChange change = only(declare("eno5", Map.of("virtualFunctions", 7L, "each", Map.of("trust", true))));

        assertThat(provider.nativeUndo(change)).singleElement().isInstanceOfSatisfying(UndoStep.RunNative.class,
                run -> {
                    assertThat(run.program()).isEqualTo("interface-vf");
                    assertThat(run.arguments()).containsExactly("restore", "eno5");
                    assertThat(run.input()).startsWith("vfs 7\nprobe off\nvf 1 mac 00:00:00:00:00:00\nvf 1 vlan 0\n")
                            .contains("vf 1 trust off\n", "vf 6 driver none\n").doesNotContain("vf 0 ");
                });
    }

    @Test
    void saysAllThatCannotBe() {
        Stage igb = Stage.on(SimulatedHosts.igb(), new Stage.Session(EnumSet.of(VfAttribute.MAC, VfAttribute.TRUST)));
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("eno4", Map.of("virtualFunctions", 8L, "each", Map.of("linkState", "on"), "functions",
                Map.of("8", Map.of(), "x", Map.of())));
        section.put("driver:igb#0", Map.of("virtualFunctions", 1L));
        section.put("eno9", Map.of("virtualFunctions", 1L));
        section.put("eno5", Map.of("virtualFunctions", 7L, "functions",
                new TreeMap<>(Map.of("0", Map.of("mac", "01:00:5e:00:00:01"), "1", Map.of("mac", MAC), "2",
                        Map.of("mac", MAC, "minRate", 200L, "maxRate", 100L)))));

        assertThat(
                igb.provider().check(new Declaration(Map.of("physicalFunctions", section)), igb.inventory().snapshot()))
                .extracting(Problem::pointer, Problem::key, problem -> problem.message().replaceFirst(":.*", ""))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "(\"/physicalFunctions/eno4/functions/8\", true, \"there is no VF 8, for virtualFunctions is 8\")",
                        "(\"/physicalFunctions/eno4/functions/x\", true, \"'x' is no VF\")",
                        "(\"/physicalFunctions/eno4/virtualFunctions\", false, \"eno4 has at most 7 VFs, and 8 are declared\")",
                        "(\"/physicalFunctions/eno4/each/linkState\", false, \"link state on VFs of eno4 is not supported by its kernel driver igb\")",
                        "(\"/physicalFunctions/driver:igb#0\", true, \"driver\")",
                        "(\"/physicalFunctions/eno9\", true, \"there is no network interface eno9\")",
                        "(\"/physicalFunctions/eno5/functions/0/mac\", false, \"01\")",
                        "(\"/physicalFunctions/eno5/functions/2/mac\", false, \"52\")",
                        "(\"/physicalFunctions/eno5/functions/2/minRate\", false, \"the minimum rate 200 is above the maximum rate 100\")",
                        "(\"/physicalFunctions/eno5/functions/2/minRate\", false, \"minimum rate on VFs of eno5 is not supported by its kernel driver igb\")",
                        "(\"/physicalFunctions/eno5/functions/2/maxRate\", false, \"maximum rate on VFs of eno5 is not supported by its kernel driver igb\")");
    }

    @Test
    void namesBothSelectorsOfOnePf() {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("eno4", Map.of("virtualFunctions", 1L));
        section.put("mac:b4:96:91:00:01:00", Map.of("virtualFunctions", 1L));

        assertThat(provider.check(new Declaration(Map.of("physicalFunctions", section)), stage.inventory().snapshot()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("mac:b4:96:91:00:01:00 is the same PF as eno4"));
    }

    @Test
    void saysWhereTheKernelCannotBeKeptFromProbing() {
        Stage old = Stage.on(SimulatedHosts.netdevsim());

        assertThat(old.provider().check(
                declare("driver:netdevsim", Map.of("virtualFunctions", 1L, "probeDrivers", false)),
                old.inventory().snapshot())).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("sriov_drivers_autoprobe"));
    }

    @Test
    void theTryIsAttributeForAttributeWhatWasReadBack() {
        assertThat(VfState.ofValue(VfState.of(vf("eno5", 3)).value())).isEqualTo(VfState.of(vf("eno5", 3)));
        assertThat(VfState.NOTHING.attributes()).isEqualTo(VfAttributes.NONE);
    }

    @Test
    void watchesUntilClosed() {
        List<String> heard = new ArrayList<>();
        try (Watch _ = provider.watch(() -> heard.add("changed"))) {
            stage.events().watching.forEach(Runnable::run);
        }

        assertThat(heard).containsExactly("changed");
        assertThat(stage.events().watching).isEmpty();
    }

    private static Map<String, Object> seeds() {
        return Map.of("virtualFunctions", 7L, "probeDrivers", false, "each", Map.of("spoofCheck", true), "functions",
                Map.of("0", Map.of("mac", MAC, "vlan", 100L, "trust", true), "6", Map.of("driver", "vfio-pci")));
    }

    private static Declaration declare(String selector, Map<String, Object> pf) {
        return new Declaration(Map.of("physicalFunctions", Map.of(selector, pf)));
    }

    private ResourceChange only(Declaration declared) {
        List<ResourceChange> changes = provider.plan(declared, Persistence.KEEP, stage.inventory().snapshot());
        assertThat(changes).hasSize(1);
        return changes.getFirst();
    }

    private void set(ResourceChange change, Persistence persistence) {
        provider.set(change.id(), change.before(), change.after(), persistence, _ -> {
        });
    }

    private void undo(ResourceChange change) {
        provider.undo(change, _ -> {
        });
    }

    private PfState state(String pf) {
        return PfState.of(stage.inventory().physicalFunction(pf));
    }

    private VirtualFunction vf(String pf, int index) {
        return stage.inventory().physicalFunction(pf).functions().get(index);
    }
}
