package io.fairlead.sriov.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.host.simulated.HostDescription;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.LinkedHashMap;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** For any host and any two declarations: what is applied is so, and what is undone is as it was. */
class SriovProviderPropertyTest {

    private static final List<HostDescription> HOSTS = List.of(SimulatedHosts.igb(), SimulatedHosts.x710(),
            SimulatedHosts.connectx6(), SimulatedHosts.bnxt());

    /**
     * A host, what it is brought to first, and what is tried then.
     *
     * @param before for each PF
     * @param tried for each PF
     */
    record Story(HostDescription host, List<Map<String, Object>> before, List<Map<String, Object>> tried) {
    }

    @Property(tries = 300)
    void whatIsAppliedIsSoAndWhatIsUndoneIsAsItWas(@ForAll("stories") Story story) {
        Stage stage = Stage.on(story.host(),
                Stage.Session.wanting(VfCreation.within(Duration.ofSeconds(30)).withInterfaceUp()));
        List<PhysicalFunction> pfs = stage.inventory().physicalFunctions().stream()
                .filter(pf -> pf.functions().stream().noneMatch(PfState::hasGuest)).toList();
        apply(stage, declare(pfs, story.before()));
        Map<String, Object> asItWas = values(stage);

        Declaration tried = declare(pfs, story.tried());
        assertThat(stage.provider().check(tried, stage.inventory().snapshot())).isEmpty();
        List<ResourceChange> changes = apply(stage, tried);
        assertThat(stage.provider().plan(tried, Persistence.KEEP, stage.inventory().snapshot())).isEmpty();

        changes.reversed().forEach(change -> stage.provider().undo(change, _ -> {
        }));
        assertThat(values(stage)).isEqualTo(asItWas);
    }

    @Property(tries = 100)
    void whatIsDescribedIsSo(@ForAll("stories") Story story) {
        Stage stage = Stage.on(story.host(),
                Stage.Session.wanting(VfCreation.within(Duration.ofSeconds(30)).withInterfaceUp()));
        List<PhysicalFunction> pfs = stage.inventory().physicalFunctions().stream()
                .filter(pf -> pf.functions().stream().noneMatch(PfState::hasGuest)).toList();
        apply(stage, declare(pfs, story.before()));

        Declaration described = new Declaration(
                Map.of("physicalFunctions", stage.provider().describe().orElse(Map.of())));

        assertThat(stage.provider().check(described, stage.inventory().snapshot())).isEmpty();
        assertThat(stage.provider().plan(described, Persistence.KEEP, stage.inventory().snapshot())).isEmpty();
    }

    private static List<ResourceChange> apply(Stage stage, Declaration declaration) {
        List<ResourceChange> changes = stage.provider().plan(declaration, Persistence.KEEP,
                stage.inventory().snapshot());
        changes.forEach(change -> stage.provider().set(change.id(), change.before(), change.after(), Persistence.TRY,
                _ -> {
                }));
        return changes;
    }

    private static Map<String, Object> values(Stage stage) {
        Map<String, Object> values = new TreeMap<>();
        stage.inventory().physicalFunctions().forEach(pf -> values.put(pf.label(), PfState.of(pf).value()));
        return values;
    }

    private static Declaration declare(List<PhysicalFunction> pfs, List<Map<String, Object>> states) {
        Map<String, Object> section = new LinkedHashMap<>();
        for (int i = 0; i < pfs.size(); i++) {
            section.put(pfs.get(i).label(), states.get(i));
        }
        return new Declaration(Map.of("physicalFunctions", section));
    }

    @Provide
    Arbitrary<Story> stories() {
        Arbitrary<List<Map<String, Object>>> twoPfs = pf(0)
                .flatMap(first -> pf(1).map(second -> List.of(first, second)));
        return Combinators.combine(Arbitraries.of(HOSTS), twoPfs, twoPfs).as(Story::new);
    }

    private static Arbitrary<Map<String, Object>> pf(int number) {
        return Arbitraries.longs().between(0, 7).flatMap(vfs -> Combinators
                .combine(Arbitraries.of(true, false).injectNull(0.3), vf(number, -1), functions(number, vfs))
                .as((probe, each, functions) -> {
                    Map<String, Object> pf = new LinkedHashMap<>(Map.of("virtualFunctions", vfs));
                    if (probe != null) {
                        pf.put("probeDrivers", probe);
                    }
                    pf.put("each", each);
                    pf.put("functions", functions);
                    return pf;
                }));
    }

    private static Arbitrary<Map<String, Object>> functions(int number, long vfs) {
        if (vfs == 0) {
            return Arbitraries.just(Map.of());
        }
        return Arbitraries.longs().between(0, vfs - 1).set().ofMaxSize(3).flatMap(indexes -> {
            Arbitrary<Map<String, Object>> all = Arbitraries.just(Map.of());
            for (long index : indexes) {
                all = Combinators.combine(all, vf(number, index)).as((some, one) -> {
                    Map<String, Object> more = new TreeMap<>(some);
                    more.put(String.valueOf(index), one);
                    return more;
                });
            }
            return all;
        });
    }

    /** What every simulated driver can set; a MAC address where it is of one VF. */
    private static Arbitrary<Map<String, Object>> vf(int number, long index) {
        Arbitrary<Object> mac = index < 0
                ? Arbitraries.just(null)
                : Arbitraries.of("52:54:00:%02x:00:%02x".formatted(number, index), null);
        Arbitrary<Object> vlan = Arbitraries.of(null, 0L, 100L, Map.of("id", 7L, "qos", 5L, "proto", "802.1Q"));
        Arbitrary<Object> flag = Arbitraries.of(null, true, false);
        return Combinators.combine(mac, vlan, flag, flag, Arbitraries.of(null, 0L, 500L),
                Arbitraries.of(null, "none", "vfio-pci")).as((address, tag, spoof, trust, rate, driver) -> {
                    Map<String, Object> vf = new TreeMap<>();
                    put(vf, "mac", address);
                    put(vf, "vlan", tag);
                    put(vf, "spoofCheck", spoof);
                    put(vf, "trust", trust);
                    put(vf, "maxRate", rate);
                    put(vf, "driver", driver);
                    return vf;
                });
    }

    private static void put(Map<String, Object> vf, String key, Object value) {
        if (value != null) {
            vf.put(key, value);
        }
    }
}
