package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.Links;
import io.fairlead.host.WriterLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sets the attributes and the driver of one VF. */
final class FunctionSetter {

    private final Inventory inventory;
    private final NicUse nics;
    private final Links links;
    private final DriverBinder binder;
    private final WriterLock writer;

    FunctionSetter(Inventory inventory, NicUse nics, Links links, DriverBinder binder, WriterLock writer) {
        this.inventory = inventory;
        this.nics = nics;
        this.links = links;
        this.binder = binder;
        this.writer = writer;
    }

    FunctionChange set(String name, int index, VfAttributes wanted, Optional<VfDriver> driver) {
        checkValues(wanted);
        PhysicalFunction pf = inventory.physicalFunction(name);
        VirtualFunction before = functionOf(pf, index);
        VfAttributes missing = VfAttributeDiff.missing(wanted, before.attributes());
        Optional<VfDriver> rebind = driver.filter(choice -> !binder.isBound(before, choice));
        refuseUnsupported(pf, VfAttributeDiff.named(missing));
        rebind.ifPresent(choice -> binder.check(pf, before, choice));
        boolean writes = !missing.equals(VfAttributes.NONE) || rebind.isPresent();
        if (!writes) {
            return new FunctionChange(pf.label(), before, before, false, List.of());
        }
        writer.claim();
        if (!missing.equals(VfAttributes.NONE)) {
            setAttributes(interfaceOf(pf), before, missing);
        }
        rebind.ifPresent(choice -> binder.bind(pf, before, choice));
        VirtualFunction after = functionOf(inventory.physicalFunction(pf.pci().toString()), index);
        return new FunctionChange(pf.label(), before, after, true, verify(pf, missing, rebind, after));
    }

    /** Sets attributes of several VFs, with one look before and one after. */
    void setAll(String name, Map<Integer, VfAttributes> wanted) {
        wanted.values().forEach(FunctionSetter::checkValues);
        PhysicalFunction pf = inventory.physicalFunction(name);
        Map<Integer, VfAttributes> missing = new TreeMap<>();
        wanted.forEach((index, attributes) -> missing.put(index,
                VfAttributeDiff.missing(attributes, functionOf(pf, index).attributes())));
        missing.values().removeIf(VfAttributes.NONE::equals);
        missing.values().forEach(attributes -> refuseUnsupported(pf, VfAttributeDiff.named(attributes)));
        if (missing.isEmpty()) {
            return;
        }
        writer.claim();
        missing.forEach((index, attributes) -> setAttributes(interfaceOf(pf), functionOf(pf, index), attributes));
        PhysicalFunction after = inventory.physicalFunction(pf.pci().toString());
        missing.forEach((index, attributes) -> refuseContradicted(pf, attributes, functionOf(after, index)));
    }

    /** What was set before another attribute failed is put back: the user asked for all or nothing. */
    private void setAttributes(String pf, VirtualFunction before, VfAttributes missing) {
        try {
            links.setVf(pf, before.index(), missing);
        } catch (FairleadException e) {
            VfAttributes changed = VfAttributeDiff.missing(before.attributes(),
                    functionOf(inventory.physicalFunction(pf), before.index()).attributes());
            if (!changed.equals(VfAttributes.NONE)) {
                links.setVf(pf, before.index(), changed);
            }
            throw e;
        }
    }

    private static void checkValues(VfAttributes wanted) {
        wanted.mac().filter(mac -> mac.multicast()).ifPresent(mac -> {
            throw new FairleadException(Kind.USAGE,
                    "%s is a multicast address, which no VF can have: its first octet must be even".formatted(mac));
        });
        wanted.minRate().ifPresent(rate -> checkRate("minimum", rate));
        wanted.maxRate().ifPresent(rate -> checkRate("maximum", rate));
        if (wanted.minRate().isPresent() && wanted.maxRate().filter(max -> max != 0).isPresent()
                && wanted.minRate().get() > wanted.maxRate().get()) {
            throw new FairleadException(Kind.USAGE,
                    "the minimum rate %d is above the maximum rate %d: give a smaller one"
                            .formatted(wanted.minRate().get(), wanted.maxRate().get()));
        }
    }

    private static void checkRate(String which, int rate) {
        if (rate < 0) {
            throw new FairleadException(Kind.USAGE,
                    "the %s rate %d is out of range: give Mbit/s from 0 (none)".formatted(which, rate));
        }
    }

    private static VirtualFunction functionOf(PhysicalFunction pf, int index) {
        return pf.functions().stream().filter(vf -> vf.index() == index).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.USAGE, pf.functions().isEmpty()
                        ? "%s has no VFs: create some with sriov:setVfs %s N".formatted(pf.label(), pf.label())
                        : "%s has no VF %d: give one of %d to %d".formatted(pf.label(), index,
                                pf.functions().getFirst().index(), pf.functions().getLast().index())));
    }

    private void refuseUnsupported(PhysicalFunction pf, Set<VfAttribute> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        Set<VfAttribute> settable = nics.settable(pf);
        String unsupported = attributes.stream().filter(attribute -> !settable.contains(attribute))
                .map(VfAttribute::label).collect(Collectors.joining(", "));
        if (!unsupported.isEmpty()) {
            throw new FairleadException(Kind.UNSUPPORTED,
                    "%s on VFs of %s is not supported by its kernel driver %s, and nothing was changed: leave it out"
                            .formatted(unsupported, pf.label(), pf.driver().orElse("(none)")));
        }
    }

    private static String interfaceOf(PhysicalFunction pf) {
        return pf.name().orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "%s has no network interface in the host's namespace, so its VFs' attributes cannot be set: bind its "
                        .formatted(pf.pci()) + "driver, or bring the interface back"));
    }

    private static List<String> verify(PhysicalFunction pf, VfAttributes wanted, Optional<VfDriver> driver,
            VirtualFunction after) {
        refuseContradicted(pf, wanted, after);
        List<String> notes = new ArrayList<>();
        VfAttributeDiff.named(VfAttributeDiff.missing(wanted, after.attributes())).forEach(attribute -> notes
                .add("the kernel driver does not tell the %s, so it could not be read back"
                        .formatted(attribute.label())));
        if (wanted.mac().isPresent() && after.driver().isPresent() && driver.isEmpty()) {
            // igb_set_vf_mac and its kin: "Reload the VF driver to make this change effective"
            notes.add("the VF takes the MAC address when its driver %s is bound again".formatted(
                    after.driver().get()));
        }
        return notes;
    }

    private static void refuseContradicted(PhysicalFunction pf, VfAttributes wanted, VirtualFunction after) {
        Set<VfAttribute> contradicted = VfAttributeDiff.contradicted(wanted, after.attributes());
        if (!contradicted.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the kernel took the %s of VF %d of %s but reads back another: see the kernel log (dmesg)"
                            .formatted(
                                    contradicted.stream().map(VfAttribute::label).collect(Collectors.joining(", ")),
                                    after.index(), pf.label()));
        }
    }
}
