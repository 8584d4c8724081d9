package io.fairlead.sriov.internal;

import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A NIC driver for all PFs that leaves everything to the kernel. */
record AnyNic() implements NicAllocation {

    @Override
    public Optional<String> driverOf(NicFunction function) {
        return Optional.of("any");
    }

    @Override
    public <T> Optional<Lease<T>> lease(NicFunction function, Function<NicSession, T> question) {
        return Optional.of(new Lease<>(question.apply(new Session()), () -> {
        }));
    }

    private record Session() implements NicSession {
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.allOf(VfAttribute.class);
        }

        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofMinutes(5));
        }
    }
}
