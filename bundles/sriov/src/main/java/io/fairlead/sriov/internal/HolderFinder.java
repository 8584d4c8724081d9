package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VirtualFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks every source who holds which VF. A source that fails makes the answer incomplete, never empty. */
final class HolderFinder {

    private static final Logger LOG = LoggerFactory.getLogger(HolderFinder.class);

    private final Collection<HolderSource> sources;

    HolderFinder(Collection<HolderSource> sources) {
        this.sources = sources;
    }

    /**
     * What was found.
     *
     * @param byFunction the holders of each function that has any
     * @param unknown why more holders may exist, one sentence for each source that failed
     */
    record Found(Map<PciAddress, List<Holder>> byFunction, List<String> unknown) {
        List<Holder> of(VirtualFunction function) {
            return byFunction.getOrDefault(function.pci(), List.of());
        }
    }

    Found find(List<VirtualFunction> functions) {
        Map<PciAddress, List<Holder>> found = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        if (functions.isEmpty()) {
            return new Found(found, unknown);
        }
        for (HolderSource source : sources) {
            try {
                source.holders(functions).forEach(
                        (pci, holders) -> found.computeIfAbsent(pci, _ -> new ArrayList<>()).addAll(holders));
            } catch (RuntimeException e) {
                LOG.debug("{} cannot tell the holders", source, e);
                String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                if (!unknown.contains(reason)) {
                    unknown.add(reason);
                }
            }
        }
        return new Found(found, unknown);
    }
}
