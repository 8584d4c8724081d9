package io.fairlead.spi.nic;

import io.fairlead.api.FairleadException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a session may ask of the host about its own function, and nothing else. Usable until the session is closed. */
@ProviderType
public interface NicContext {

    /** The function that the session has. */
    NicFunction function();

    /**
     * One of the function's sysfs attributes, {@code "revision"}, without the line's end; empty when there is none.
     *
     * @throws IllegalArgumentException for a name with a slash, and for {@code sriov_numvfs}, whose reading may never
     *             return
     */
    Optional<String> attribute(String name);

    /**
     * Whether the kernel keeps programs of root from the registers of PCI devices, and so a vendor's tools from the NIC
     * (kernel_lockdown(7); pci_write_config and pci_mmap_resource, drivers/pci/pci-sysfs.c).
     */
    boolean lockedDown();

    /** Whether a program of this name is on the host's PATH. */
    boolean hasProgram(String name);

    /**
     * Runs a program of the host to its end, within 20 s, in the C locale and never through a shell.
     *
     * @param arguments its name and its arguments
     * @throws FairleadException {@code HOST_FAILED} when it is not there or takes longer
     */
    Output run(List<String> arguments);

    /**
     * How a program ended.
     *
     * @param status its exit status
     * @param text what it wrote to its standard output
     * @param error what it wrote to its standard error, without the white space at its end
     */
    record Output(int status, String text, String error) {
    }
}
