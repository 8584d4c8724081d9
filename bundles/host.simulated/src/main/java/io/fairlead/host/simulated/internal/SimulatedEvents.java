package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import java.util.Collection;
import java.util.Set;

/** The events of a simulated host, whoever made them. */
public final class SimulatedEvents implements HostEvents {

    private final Listeners listeners;

    /** The events of this machine. */
    public SimulatedEvents(Machine machine) {
        this.listeners = machine.monitor.listeners;
    }

    @Override
    public Subscription watchDirectories(Collection<HostPath> directories, Runnable changed) {
        return listeners.add(Set.copyOf(directories), changed)::close;
    }

    @Override
    public Subscription watchDevices(Runnable changed) {
        return listeners.add(Set.of(), changed)::close;
    }
}
