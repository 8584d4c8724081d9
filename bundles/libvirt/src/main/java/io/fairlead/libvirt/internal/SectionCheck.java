package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what no schema can: PFs that are not there or not declared, pools in each other's way or in somebody else's. */
final class SectionCheck {

    private static final String PHYSICAL_FUNCTIONS = "physicalFunctions";

    private final Virsh virsh;
    private final Pools pools;
    private final Inventory host;

    SectionCheck(Virsh virsh, Pools pools, Inventory host) {
        this.virsh = virsh;
        this.pools = pools;
        this.host = host;
    }

    List<Problem> problems(Declaration declaration) {
        Section section = Section.of(declaration);
        List<Problem> problems = new ArrayList<>();
        if (!section.startAfter().isEmpty()) {
            startAfter(section.startAfter(), declaredVfs(declaration), problems);
        }
        if (!section.pools().isEmpty()) {
            pools(section.pools(), problems);
        }
        return problems;
    }

    private void startAfter(List<String> words, Set<String> declared, List<Problem> problems) {
        for (int i = 0; i < words.size(); i++) {
            String pointer = "/%s/%s/%d".formatted(Section.NAME, Section.START_AFTER, i);
            String word = words.get(i);
            resolve(word, pointer, problems).filter(pf -> !declared.contains(pf.label()))
                    .ifPresent(_ -> problems.add(new Problem(pointer, false,
                            "%s has no virtualFunctions in physicalFunctions, so there is nothing for libvirt to wait for: declare them there, or leave it out here"
                                    .formatted(Printable.of(word)))));
        }
    }

    /** The PFs that are declared to have VFs, by their labels. */
    private Set<String> declaredVfs(Declaration declaration) {
        Set<String> labels = new HashSet<>();
        declaration.section(PHYSICAL_FUNCTIONS).orElse(Map.of()).forEach((word, value) -> {
            if (value instanceof Map<?, ?> pf && pf.get("virtualFunctions") instanceof Number count
                    && count.longValue() > 0) {
                // Who makes the VFs tells of a PF that is not there.
                resolve(word, "", new ArrayList<>()).ifPresent(one -> labels.add(one.label()));
            }
        });
        return labels;
    }

    private void pools(Map<String, String> wanted, List<Problem> problems) {
        Optional<List<Pool>> there = virsh.status().running() ? Optional.of(pools.list(host)) : Optional.empty();
        Map<String, String> poolOf = new HashMap<>();
        wanted.forEach((name, word) -> {
            // The schema lets no character into a name that would have to be quoted here.
            String pointer = "/%s/%s/%s".formatted(Section.NAME, Section.POOLS, name);
            resolve(word, pointer, problems).ifPresent(pf -> {
                String other = poolOf.putIfAbsent(pf.label(), name);
                if (other != null) {
                    problems.add(new Problem(pointer, false,
                            "the pool %s is of %s as well, and two would give out the same VFs: leave one out"
                                    .formatted(other, pf.label())));
                } else if (pf.name().isEmpty()) {
                    problems.add(new Problem(pointer, false,
                            "%s has no network interface, and libvirt knows PFs by theirs: bind its driver first"
                                    .formatted(pf.label())));
                }
                there.ifPresent(all -> others(name, pf.label(), all, pointer, problems));
            });
        });
    }

    private void others(String name, String pf, List<Pool> all, String pointer, List<Problem> problems) {
        boolean ours = all.stream().anyMatch(pool -> pool.ours() && pool.name().equals(name));
        if (!ours && virsh.change("net-uuid", "--network", name).isEmpty()) {
            problems.add(new Problem(pointer, true,
                    "libvirt has a network %s already, which is not Fairlead's: choose another name".formatted(name)));
        }
        all.stream().filter(pool -> !pool.ours() && !pool.name().equals(name)
                && pool.pf().filter(pf::equals).isPresent()).findFirst()
                .ifPresent(pool -> problems.add(new Problem(pointer, false,
                        "the network %s, which is not Fairlead's, gives out the VFs of %s, and two would give out the same ones: undefine it first"
                                .formatted(Printable.quoted(pool.name()), pf))));
    }

    private Optional<PhysicalFunction> resolve(String word, String pointer, List<Problem> problems) {
        try {
            return Optional.of(host.physicalFunction(word));
        } catch (FairleadException e) {
            if (e.kind() == Kind.HOST_FAILED) {
                throw e;
            }
            problems.add(new Problem(pointer, false, e.getMessage()));
            return Optional.empty();
        }
    }
}
