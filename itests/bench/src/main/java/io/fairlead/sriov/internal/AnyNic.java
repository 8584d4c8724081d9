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
    public <T> Optional<T> use(NicFunction function, Function<NicSession, T> use) {
        return Optional.of(use.apply(new Session()));
    }

    private record Session() implements NicSession {
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.allOf(VfAttribute.class);
        }

        @Override
        public VfCreation creation(int count) {
            return new VfCreation(false, Duration.ofMinutes(5));
        }

        @Override
        public void close() {
            // nothing is kept
        }
    }
}
