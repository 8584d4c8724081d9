package io.fairlead.libvirt.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.simulated.SimulatedHost;

/** The real provider, with a simulated libvirt. */
public final class LibvirtOf {

    private LibvirtOf() {
    }

    /** The provider of this host's pools and hooks. */
    public static ResourceProvider host(SimulatedHost host, Inventory inventory) {
        LibvirtHostsService service = new LibvirtHostsService(inventory, host.files(), host.ownFiles(),
                host.durableFiles(), new SimulatedLibvirt(host, inventory), host.writerLock());
        return new LibvirtProvider(service, inventory, host.events());
    }
}
