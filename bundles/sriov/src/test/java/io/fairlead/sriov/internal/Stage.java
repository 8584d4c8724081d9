package io.fairlead.sriov.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.Sriov;
import io.fairlead.api.VfAttribute;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import io.fairlead.host.Processes;
import io.fairlead.host.simulated.HostDescription;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.spi.nic.EswitchOrder;
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

    static final Set<VfAttribute> ALL = Set.copyOf(EnumSet.allOf(VfAttribute.class));
    static final VfCreation WITHIN = VfCreation.within(Duration.ofSeconds(30));

    /** With a NIC driver that leaves all refusals to the kernel. */
    static Stage on(HostDescription description) {
        return on(description, new Session(EnumSet.allOf(VfAttribute.class)));
    }

    static Stage on(HostDescription description, NicSession session) {
        SimulatedHost host = SimulatedHost.of(description);
        return on(host, session, host.processes());
    }

    static Stage on(SimulatedHost host, NicSession session, Processes processes) {
        return on(host, new OneDriver(session), processes);
    }

    static Stage on(SimulatedHost host, NicAllocation nics, Processes processes) {
        Inventory inventory = new InventoryService(host.files(), host.links(), processes, host.operations(), nics,
                host.commands());
        SriovService sriov = new SriovService(inventory, nics, host.files(), host.links(), host.commands(),
                host.operations(), host.events(), host.writerLock());
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
        public Optional<EswitchOrder> eswitch(NicFunction function) {
            return session.eswitch();
        }

        @Override
        public <T> Optional<Lease<T>> lease(NicFunction function, Function<NicSession, T> question) {
            return Optional.of(new Lease<>(question.apply(session), () -> {
            }));
        }
    }

    /** A NIC that can set this, wants this, and takes another eswitch mode then. */
    record Session(Set<VfAttribute> settable, VfCreation creation, Optional<EswitchOrder> eswitch)
            implements
                NicSession {

        Session(Set<VfAttribute> settable) {
            this(settable, VfCreation.within(Duration.ofSeconds(30)), Optional.empty());
        }

        static Session wanting(VfCreation creation) {
            return new Session(EnumSet.allOf(VfAttribute.class), creation, Optional.empty());
        }

        static Session switching(EswitchOrder order) {
            return new Session(EnumSet.allOf(VfAttribute.class), VfCreation.within(Duration.ofSeconds(30)),
                    Optional.of(order));
        }

        @Override
        public VfCreation creation(int count) {
            return creation;
        }
    }
}
