package io.fairlead.spi.nic;

import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What a driver is told of a physical function to bid for it.
 *
 * @param pci its address
 * @param vendorId PCI vendor, 0 to 0xffff; 0x8086 is Intel
 * @param deviceId PCI device, 0 to 0xffff
 * @param subsystemVendorId PCI subsystem vendor, 0 where the kernel tells none
 * @param subsystemDeviceId PCI subsystem device, 0 where the kernel tells none
 * @param kernelDriver the kernel driver bound to it: {@code igb}
 */
public record NicFunction(PciAddress pci, int vendorId, int deviceId, int subsystemVendorId, int subsystemDeviceId,
        Optional<String> kernelDriver) {

    /**
     * How well a driver fits that knows a vendor's devices under one kernel driver: {@code EXACT} for those, {@code FAMILY}
     * for others under that driver, {@code NONE} for all else.
     */
    public NicMatch match(int vendor, String driver, Set<Integer> devices) {
        if (vendorId != vendor || !kernelDriver.equals(Optional.of(driver))) {
            return NicMatch.NONE;
        }
        return devices.contains(deviceId) ? NicMatch.EXACT : NicMatch.FAMILY;
    }
}
