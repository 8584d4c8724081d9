package io.fairlead.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A PCI function that can have virtual functions, as it was read.
 *
 * @param pci its address
 * @param name its network interface in the host's namespace, if it has one
 * @param vendorId the PCI vendor, 0 to 0xffff
 * @param deviceId the PCI device, 0 to 0xffff
 * @param driver the kernel driver bound to it
 * @param totalVfs the most VFs the hardware offers; empty where the kernel does not tell (netdevsim)
 * @param numVfs how many VFs are there, by their links. Never by {@code sriov_numvfs}, whose reading waits for the device
 *            lock (sriov_numvfs_show, drivers/pci/iov.c)
 * @param probe whether the kernel binds its own drivers to new VFs: {@code sriov_drivers_autoprobe}; true where the file
 *            is absent (kernels before 4.12)
 * @param eswitchMode its eswitch mode; empty where its NIC driver knows of none, or the host cannot tell now
 * @param nicDriver the Fairlead NIC driver that has the function, if any
 * @param operation the unfinished or failed change of this PF, if there is one
 * @param holdersUnknown why the holders or attributes of its VFs are not all known, one sentence each; empty when they are
 * @param functions its VFs by index
 */
public record PhysicalFunction(PciAddress pci, Optional<String> name, int vendorId, int deviceId,
        Optional<String> driver, Optional<Integer> totalVfs, int numVfs, boolean probe,
        Optional<EswitchMode> eswitchMode, Optional<String> nicDriver, Optional<Operation> operation,
        List<String> holdersUnknown, List<VirtualFunction> functions) {

    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}");

    /** The interface's name or, where there is none, the PCI address. */
    public String label() {
        return name.orElseGet(pci::toString);
    }

    /** The interface's name or, where there is none or one of odd characters, the PCI address: fit for a file's name. */
    public String fileName() {
        return fileName(name, pci);
    }

    /**
     * The same, of a PF that was not read whole. The kernel takes nearly everything as a name (dev_valid_name,
     * net/core/dev.c); IFNAMSIZ leaves 15 characters.
     */
    public static String fileName(Optional<String> name, PciAddress pci) {
        return name.filter(ORDINARY.asMatchPredicate()).orElseGet(pci::toString);
    }
}
