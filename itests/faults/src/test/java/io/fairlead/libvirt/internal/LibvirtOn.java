package io.fairlead.libvirt.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.itests.faults.Services;

/** The subsystem on a host that has a libvirt, put together as Declarative Services would. */
public final class LibvirtOn {

    private LibvirtOn() {
    }

    /** On this host. */
    public static ResourceProvider of(SimulatedHost simulated, Services host, Inventory inventory) {
        SimulatedLibvirt libvirt = new SimulatedLibvirt(simulated, inventory);
        LibvirtHostsService service = new LibvirtHostsService(inventory, host.files(), host.own(), host.durable(),
                libvirt, host.writer());
        return new LibvirtProvider(service, inventory, host.events());
    }
}
