package io.fairlead.host.simulated;

import java.util.List;
import java.util.function.Consumer;

/**
 * A host to simulate.
 *
 * @param name what the configuration calls it
 * @param nics its network functions
 * @param iommu whether the kernel groups functions for the IOMMU: without {@code intel_iommu=on} or its like there are
 *            no groups, and nothing can be given to a guest
 * @param scene what happens before anybody looks: guests that start, VFs that somebody made
 */
public record HostDescription(String name, List<NicDescription> nics, boolean iommu, Consumer<SimulatedHost> scene) {

    /** Keeps its own copy. */
    public HostDescription {
        nics = List.copyOf(nics);
    }

    /** The same host, booted without an IOMMU. */
    public HostDescription withoutIommu() {
        return new HostDescription(name, nics, false, scene);
    }
}
