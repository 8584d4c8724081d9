package io.fairlead.sriov.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.HostFiles;
import io.fairlead.host.simulated.SimulatedHost;

/** The real inventory and provider of VFs. */
public final class SriovOf {

    private SriovOf() {
    }

    /** The inventory of this host, as its files are read through these. */
    public static Inventory inventory(SimulatedHost host, HostFiles files) {
        return new InventoryService(files, host.links(), host.processes(), host.operations(), new AnyNic(),
                host.commands());
    }

    /** The provider of this host's VFs. */
    public static ResourceProvider host(SimulatedHost host, Inventory inventory) {
        NicAllocation nics = new AnyNic();
        SriovService sriov = new SriovService(inventory, nics, host.files(), host.links(), host.commands(),
                host.operations(), host.events(), host.writerLock());
        return new SriovProvider(sriov, inventory, nics, host.files(), host.links(), host.events());
    }
}
