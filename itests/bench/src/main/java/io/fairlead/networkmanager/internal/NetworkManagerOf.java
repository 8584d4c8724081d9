package io.fairlead.networkmanager.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.simulated.SimulatedHost;

/** The real provider, with a simulated NetworkManager. */
public final class NetworkManagerOf {

    private NetworkManagerOf() {
    }

    /** The provider of this host's rules. */
    public static ResourceProvider host(SimulatedHost host, Inventory inventory) {
        NetworkManagerService service = new NetworkManagerService(host.files(), host.ownFiles(), host.writerLock(),
                host.commands(), inventory, new SimulatedNetworkManager(host));
        return new NetworkManagerProvider(service, inventory, host.files(), host.ownFiles(), host.events());
    }
}
