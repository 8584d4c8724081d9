package io.fairlead.lifecycle.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.simulated.SimulatedHost;
import java.util.List;

/** The real lifecycle manager. */
public final class LifecycleOf {

    private LifecycleOf() {
    }

    /** The manager of this host, with these providers, whose own state lies in these files. */
    public static Lifecycle host(SimulatedHost host, HostFiles files, DurableFiles durable, Inventory inventory,
            List<ResourceProvider> providers, List<NativeProgram> programs) {
        LifecycleService lifecycle = new LifecycleService(files, durable, new RecordedOwnFiles(files, durable),
                host.links(), host.commands(), host.writerLock());
        lifecycle.inventory = inventory;
        lifecycle.providers = providers;
        lifecycle.programs = programs;
        return lifecycle;
    }
}
