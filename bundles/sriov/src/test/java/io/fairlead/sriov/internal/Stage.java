package io.fairlead.sriov.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.Sriov;
import io.fairlead.api.VfAttribute;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import io.fairlead.host.Processes;
import io.fairlead.host.simulated.HostDescription;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The subsystem on a simulated host, put together as Declarative Services would. */
record Stage(SimulatedHost host, Inventory inventory, Sriov sriov, SriovProvider provider, Events events) {

    /** With a NIC driver that leaves all refusals to the kernel. */
    static Stage on(HostDescription description) {
        return on(description, EnumSet.allOf(VfAttribute.class), false);
    }

    static Stage on(HostDescription description, Set<VfAttribute> settable, boolean interfaceUpFirst) {
        SimulatedHost host = SimulatedHost.of(description);
        return on(host, settable, interfaceUpFirst, host.processes());
    }

    static Stage on(SimulatedHost host, Set<VfAttribute> settable, boolean interfaceUpFirst, Processes processes) {
        NicAllocation nics = new OneDriver(new Session(settable, interfaceUpFirst));
        Inventory inventory = new InventoryService(host.files(), host.links(), processes, host.operations(), nics);
        SriovService sriov = new SriovService(inventory, nics, host.files(), host.links(), host.commands(),
                host.operations(),
                host.writerLock());
        Events events = new Events();
        return new Stage(host, inventory, sriov,
                new SriovProvider(sriov, inventory, nics, host.files(), host.links(), events), events);
    }

    /** Devices that come and go when a test says so. */
    static final class Events implements HostEvents {

        final List<Runnable> watching = new ArrayList<>();

        @Override
        public Subscription watchDirectories(Collection<HostPath> directories, Runnable changed) {
            throw new UnsupportedOperationException("VFs are no files");
        }

        @Override
        public Subscription watchDevices(Runnable changed) {
            watching.add(changed);
            return () -> watching.remove(changed);
        }
    }

    private record OneDriver(NicSession session) implements NicAllocation {
        @Override
        public Optional<String> driverOf(NicFunction function) {
            return Optional.of("test");
        }

        @Override
        public <T> Optional<T> use(NicFunction function, Function<NicSession, T> use) {
            return Optional.of(use.apply(session));
        }
    }

    private record Session(Set<VfAttribute> settable, boolean interfaceUpFirst) implements NicSession {
        @Override
        public VfCreation creation(int count) {
            return new VfCreation(interfaceUpFirst, Duration.ofSeconds(30));
        }

        @Override
        public void close() {
            // nothing is kept
        }
    }
}
