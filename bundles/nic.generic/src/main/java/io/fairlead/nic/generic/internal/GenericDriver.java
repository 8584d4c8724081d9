package io.fairlead.nic.generic.internal;

import io.fairlead.api.NicMatch;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Fits every NIC, knows nothing special of any, and leaves it to the kernel to refuse. */
@Component(property = NicDriver.NAME + "=generic")
public final class GenericDriver implements NicDriver {

    /** 64 VFs took 22 s on i40e and over 60 s on ixgbe (nmstate issues 1704 and 2366). */
    private static final Duration SETTLE_BASE = Duration.ofSeconds(30);
    private static final Duration SETTLE_EACH = Duration.ofSeconds(2);

    @Override
    public NicMatch match(NicFunction function) {
        return NicMatch.GENERIC;
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session();
    }

    private static final class Session implements NicSession {
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.allOf(VfAttribute.class);
        }

        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(SETTLE_BASE.plus(SETTLE_EACH.multipliedBy(count)));
        }
    }
}
