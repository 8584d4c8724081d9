package io.fairlead.sriov.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Brings a PF to a state: count and probing, then attributes, then drivers, so that a driver finds its MAC address. */
final class PfSetter {

    private final Inventory inventory;
    private final CountChanger counts;
    private final FunctionSetter functions;

    PfSetter(Inventory inventory, CountChanger counts, FunctionSetter functions) {
        this.inventory = inventory;
        this.counts = counts;
        this.functions = functions;
    }

    /** Sets what is not so, and leaves alone a VF that a guest has. */
    void set(String name, PfState wanted, Consumer<String> progress) {
        PhysicalFunction now = setCount(name, wanted, progress);
        Map<Integer, VfState> missing = missing(now, wanted);
        if (!missing.isEmpty()) {
            setAttributes(name, missing, progress);
            missing.forEach((index, state) -> setDriver(name, index, state, progress));
            now = inventory.physicalFunction(name);
        }
        if (!wanted.isSo(now)) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s was set as declared, and is other when read back: somebody else sets its VFs too"
                            .formatted(now.label()));
        }
    }

    /**
     * Puts everything back that can be, and then refuses with what could not: drivers of VFs that somebody holds, and what
     * the change gave to a VF that a guest has now.
     *
     * @param change what the change had set
     */
    void putBack(String name, PfState before, PfState change, Consumer<String> progress) {
        PhysicalFunction now = setCount(name, before, progress);
        Map<Integer, VfState> missing = missing(now, before);
        setAttributes(name, missing, progress);
        List<String> left = new ArrayList<>();
        missing.forEach((index, state) -> {
            try {
                setDriver(name, index, state, progress);
            } catch (FairleadException e) {
                if (e.kind() != Kind.IN_USE) {
                    throw e;
                }
                left.add(e.getMessage());
            }
        });
        List<VirtualFunction> withGuests = now.functions().stream().filter(PfState::hasGuest)
                .filter(vf -> isOfChange(vf, before, change)).toList();
        if (!withGuests.isEmpty()) {
            left.add("%s is in use (%s), and keeps what it was given until that ends".formatted(now.label(),
                    HeldBy.describe(withGuests)));
        }
        if (!left.isEmpty()) {
            throw new FairleadException(Kind.IN_USE, String.join("; ", left));
        }
    }

    /** Whether the VF still has something that the change set and that was other before. */
    private static boolean isOfChange(VirtualFunction vf, PfState before, PfState change) {
        VfState set = change.functions().getOrDefault(vf.index(), VfState.NOTHING)
                .beyond(before.functions().getOrDefault(vf.index(), VfState.NOTHING));
        return !set.beyond(VfState.of(vf)).equals(set);
    }

    /** Answers how the PF is then. */
    private PhysicalFunction setCount(String name, PfState wanted, Consumer<String> progress) {
        PhysicalFunction pf = inventory.physicalFunction(name);
        if (wanted.countIsSo(pf)) {
            return pf;
        }
        progress.accept(pf.numVfs() == wanted.vfs() && !wanted.eswitchIsSo(pf)
                ? "setting %s to eswitch mode %s".formatted(pf.label(),
                        wanted.eswitch().map(EswitchMode::label).orElse(""))
                : pf.numVfs() == wanted.vfs()
                        ? "setting whether new VFs of %s get drivers".formatted(pf.label())
                        : "setting %s from %d VFs to %d".formatted(pf.label(), pf.numVfs(), wanted.vfs()));
        CountChange change = counts.change(name,
                new CountChanger.Request(wanted.vfs(), wanted.probe(), wanted.eswitch(), false));
        change.pending().ifPresent(operation -> {
            throw new FairleadException(Kind.PENDING, "%s: '%s' is %s, and goes on by itself".formatted(pf.label(),
                    operation.what(), operation.describe()));
        });
        return inventory.physicalFunction(name);
    }

    /** What is not so, by VF; none of those that a guest has. */
    private static Map<Integer, VfState> missing(PhysicalFunction pf, PfState wanted) {
        Map<Integer, VfState> missing = new TreeMap<>();
        pf.functions().stream().filter(vf -> !PfState.hasGuest(vf)).forEach(vf -> {
            VfState state = wanted.functions().getOrDefault(vf.index(), VfState.NOTHING).beyond(VfState.of(vf));
            if (!state.equals(VfState.NOTHING)) {
                missing.put(vf.index(), state);
            }
        });
        return missing;
    }

    private void setAttributes(String name, Map<Integer, VfState> missing, Consumer<String> progress) {
        Map<Integer, VfAttributes> attributes = new TreeMap<>();
        missing.forEach((index, state) -> attributes.put(index, state.attributes()));
        attributes.values().removeIf(VfAttributes.NONE::equals);
        if (!attributes.isEmpty()) {
            progress.accept("setting attributes of %d VFs of %s".formatted(attributes.size(), name));
            functions.setAll(name, attributes);
        }
    }

    private void setDriver(String name, int index, VfState state, Consumer<String> progress) {
        state.driver().ifPresent(driver -> {
            progress.accept("binding VF %d of %s".formatted(index, name));
            functions.set(name, index, VfAttributes.NONE, Optional.of(driver));
        });
    }
}
