package io.fairlead.spi.nic;

import io.fairlead.api.VfAttribute;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver's hold on one function: what the hardware can, and how it wants to be treated. Each answer is given within
 * seconds; whoever takes longer than the bound is quarantined. No thread outlives {@link #close}.
 */
@ConsumerType
public interface NicSession extends AutoCloseable {

    /** The attributes that this hardware can set on a VF; others are refused before anything is written. */
    Set<VfAttribute> settable();

    /**
     * How VFs are to be created.
     *
     * @param count how many, at least 1
     */
    VfCreation creation(int count);

    /** When the NIC takes another eswitch mode, by devlink; empty for a NIC without one. */
    default Optional<EswitchOrder> eswitch() {
        return Optional.empty();
    }

    /** The NIC's firmware, where it has a say in how many VFs there are; empty for any other. */
    default Optional<NicFirmware> firmware() {
        return Optional.empty();
    }

    /** Lets the function go. Must not write to the hardware. */
    @Override
    default void close() {
        // most keep nothing
    }
}
