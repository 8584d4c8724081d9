package io.fairlead.sriov.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.itests.faults.Services;
import io.fairlead.nic.generic.internal.GenericDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.util.Optional;
import java.util.function.Function;

/** The subsystem on a host, put together as Declarative Services would, with the driver for every NIC. */
public record SriovOn(Inventory inventory, ResourceProvider provider) {

    /** On this host. */
    public static SriovOn of(Services host) {
        NicAllocation nics = new Generic(host);
        Inventory inventory = new InventoryService(host.files(), host.links(), host.processes(), host.operations(),
                nics, host.commands());
        SriovService sriov = new SriovService(inventory, nics, host.files(), host.links(), host.commands(),
                host.operations(), host.events(), host.writer());
        return new SriovOn(inventory,
                new SriovProvider(sriov, inventory, nics, host.files(), host.links(), host.events()));
    }

    private record Generic(Services host) implements NicAllocation {

        @Override
        public Optional<String> driverOf(NicFunction function) {
            return Optional.of("generic");
        }

        @Override
        public <T> Optional<Lease<T>> lease(NicFunction function, Function<NicSession, T> question) {
            return Optional.of(new Lease<>(
                    question.apply(new GenericDriver()
                            .open(new SessionContext(host.files(), host.commands(), function))),
                    () -> {
                    }));
        }
    }
}
