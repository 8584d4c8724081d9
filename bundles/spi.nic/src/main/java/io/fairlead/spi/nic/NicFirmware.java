package io.fairlead.spi.nic;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FirmwareVfs;
import org.osgi.annotation.versioning.ConsumerType;

/** The configuration in a NIC's own memory, which says how many VFs it has and takes effect at its next power cycle. */
@ConsumerType
public interface NicFirmware {

    /**
     * Reads it.
     *
     * @throws FairleadException {@code NOT_CAPABLE} when the vendor's program is missing or the kernel is locked down;
     *             {@code HOST_FAILED} when it does not answer as expected
     */
    FirmwareVfs read();

    /**
     * Writes it; the caller reads back.
     *
     * @param vfs how many VFs; 0 switches SR-IOV off
     * @throws FairleadException as {@link #read}, and {@code HOST_FAILED} when it is refused
     */
    void write(int vfs);
}
