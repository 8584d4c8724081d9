package io.fairlead.networkmanager.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.itests.faults.Services;

/** The subsystem on a host that has a NetworkManager, put together as Declarative Services would. */
public final class NetworkManagerOn {

    private NetworkManagerOn() {
    }

    /** On this host. */
    public static ResourceProvider of(SimulatedHost simulated, Services host, Inventory inventory) {
        SimulatedNetworkManager bus = new SimulatedNetworkManager(simulated);
        NetworkManagerService service = new NetworkManagerService(host.files(), host.own(), host.writer(),
                host.commands(), inventory, bus);
        return new NetworkManagerProvider(service, inventory, host.files(), host.own(), host.events());
    }
}
