package com.example.nic;

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

/** The card of this example: Intel's 82576, under the kernel driver igb. Say here what yours is. */
@Component(property = {NicDriver.NAME + "=example-82576", "service.ranking:Integer=10"})
public final class ExampleNicDriver implements NicDriver {

    private static final int VENDOR = 0x8086;
    private static final Set<Integer> DEVICES = Set.of(0x10C9);

    /** By what is given alone: it is asked often, from any thread, and must answer the same each time. */
    @Override
    public NicMatch match(NicFunction function) {
        return function.match(VENDOR, "igb", DEVICES);
    }

    /** Nothing is written to the card here: guests may have VFs of it. */
    @Override
    public NicSession open(NicContext context) {
        return new Session();
    }

    private record Session() implements NicSession {

        /** What the kernel driver's ndo_set_vf_* functions take; igb has none for the link state. */
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.of(VfAttribute.MAC, VfAttribute.VLAN, VfAttribute.SPOOF_CHECK, VfAttribute.TRUST,
                    VfAttribute.MAX_RATE);
        }

        /** How long the kernel may take until so many VFs are there. */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(10 + 2L * count));
        }
    }
}
