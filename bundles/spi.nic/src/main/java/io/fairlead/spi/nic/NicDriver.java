package io.fairlead.spi.nic;

import io.fairlead.api.NicMatch;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Knows a kind of NIC. Register it as an OSGi service of this type; give {@link #NAME} as a service property. Of all
 * drivers the one with the best match has a function; on a tie the higher {@code service.ranking}, then the older
 * service.
 */
@ConsumerType
public interface NicDriver {

    /** The service property that names the driver to people, a String: {@code intel-igb}. */
    String NAME = "fairlead.nic.name";

    /**
     * How well this driver fits. Decides by the given data alone: no I/O, no state, the same answer each time. Called
     * from any thread, and checked: who answers otherwise the second time, or knows a device that nobody makes, is
     * quarantined.
     */
    NicMatch match(NicFunction function);

    /**
     * Takes a function over. Must not write to the hardware: guests may hold VFs. Called from any thread, at most once
     * for a function that is not closed yet.
     */
    NicSession open(NicContext context);
}
