package io.fairlead.sriov.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.host.Commands;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Route;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.XdpSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The real inventory on some files. What it asks besides files answers from memory, at once: the comparison is with a loop
 * that reads the same files and nothing else.
 */
public final class InventoryOf {

    private InventoryOf() {
    }

    /** An inventory that reads the host through these files. */
    public static Inventory files(HostFiles files) {
        return new InventoryService(files, new NoLinks(), List::of, new NoOperations(), new AnyNic(),
                new NoCommands());
    }

    private record NoLinks() implements Links {
        @Override
        public List<Link> links() {
            return List.of();
        }

        @Override
        public List<Route> routes() {
            return List.of();
        }

        @Override
        public List<ForeignLink> inOtherNamespaces() {
            return List.of();
        }

        @Override
        public List<XdpSocket> xdpSockets() {
            return List.of();
        }

        @Override
        public void setVf(String pf, int index, VfAttributes wanted) {
            throw new UnsupportedOperationException();
        }
    }

    private record NoCommands() implements Commands {
        @Override
        public Result run(Duration bound, List<String> arguments, String input) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean has(String program) {
            return false;
        }
    }

    private record NoOperations() implements SlowOperations {
        @Override
        public Outcome run(SlowOperation operation, Duration patience) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<PciAddress, Operation> records() {
            return Map.of();
        }
    }
}
