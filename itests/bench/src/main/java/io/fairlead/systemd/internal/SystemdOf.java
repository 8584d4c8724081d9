package io.fairlead.systemd.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.simulated.SimulatedHost;

/** The real provider, with a simulated systemd. */
public final class SystemdOf {

    private SystemdOf() {
    }

    /** The provider of this host's units. */
    public static ResourceProvider host(SimulatedHost host, Inventory inventory) {
        UnitsService units = new UnitsService(host.files(), host.durableFiles(), host.ownFiles(), host.writerLock(),
                host.commands(), inventory, new SimulatedSystemd(host));
        return new SystemdProvider(units, inventory, host.files(), host.ownFiles(), host.events());
    }
}
