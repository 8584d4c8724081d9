package io.fairlead.itests.faults;

import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.Processes;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.WriterLock;
import io.fairlead.host.simulated.SimulatedHost;

/** A host's services, as a bundle is given them. */
public record Services(HostFiles files, DurableFiles durable, OwnFiles own, Links links, Processes processes,
        SlowOperations operations, Commands commands, WriterLock writer, HostEvents events) {

    /** Those of a simulated host. */
    public static Services of(SimulatedHost host) {
        return new Services(host.files(), host.durableFiles(), host.ownFiles(), host.links(), host.processes(),
                host.operations(), host.commands(), host.writerLock(), host.events());
    }

    /** The same, of which each change is in the log before it is made. */
    public static Services logged(SimulatedHost host, MutationLog log) {
        DurableFiles durable = log.files(host.durableFiles());
        return new Services(host.files(), durable, new RecordedOwnFiles(host.files(), durable),
                log.links(host.links()), host.processes(), log.operations(host.operations()),
                log.commands(host.commands()), host.writerLock(), host.events());
    }
}
