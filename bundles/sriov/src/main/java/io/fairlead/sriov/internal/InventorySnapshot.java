package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.host.Links;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The PFs as they were read once. What a selector names is found out once too. */
final class InventorySnapshot implements Inventory {

    private final Supplier<List<PhysicalFunction>> host;
    private final PfLookup lookup;
    private final Map<String, PhysicalFunction> named = new HashMap<>();
    private Optional<Map<PciAddress, PhysicalFunction>> read = Optional.empty();

    InventorySnapshot(FunctionTree tree, Links links, Supplier<List<PhysicalFunction>> host) {
        this.host = host;
        this.lookup = new PfLookup(tree, new OneLook(links), () -> List.copyOf(read().keySet()));
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return List.copyOf(read().values());
    }

    @Override
    public PhysicalFunction physicalFunction(String selector) {
        PhysicalFunction known = named.get(selector);
        if (known != null) {
            return known;
        }
        PhysicalFunction found = Optional.ofNullable(read().get(lookup.find(selector)))
                .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                        "the PF %s came while the host was looked at: plan again".formatted(selector)));
        named.put(selector, found);
        return found;
    }

    @Override
    public Inventory snapshot() {
        return this;
    }

    private Map<PciAddress, PhysicalFunction> read() {
        if (read.isEmpty()) {
            Map<PciAddress, PhysicalFunction> all = new LinkedHashMap<>();
            host.get().forEach(pf -> all.put(pf.pci(), pf));
            read = Optional.of(all);
        }
        return read.get();
    }
}
