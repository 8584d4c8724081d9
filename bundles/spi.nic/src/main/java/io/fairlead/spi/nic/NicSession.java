package io.fairlead.spi.nic;

import io.fairlead.api.VfAttribute;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** A driver's hold on one function: what the hardware can, and how it wants to be treated. */
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

    /** Lets the function go. Must not write to the hardware. */
    @Override
    void close();
}
