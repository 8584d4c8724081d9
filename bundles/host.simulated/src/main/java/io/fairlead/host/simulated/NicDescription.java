package io.fairlead.host.simulated;

import io.fairlead.api.PciAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One PCI function with a network interface, as it is after boot.
 *
 * @param pci its address
 * @param ids what identifies it
 * @param driver the kernel driver bound to it
 * @param interfaceName its interface
 * @param up whether the interface is administratively up
 * @param speed the link's, in Mbit/s; no VF's rate limit can be higher
 * @param sriov its SR-IOV capability, if it has one
 */
public record NicDescription(PciAddress pci, Ids ids, KernelDriver driver, String interfaceName, boolean up, int speed,
        Optional<Sriov> sriov) {

    /**
     * PCI ids, each 0 to 0xffff.
     *
     * @param vendor the vendor's
     * @param device the device's
     * @param subsystemVendor the board's maker
     * @param subsystemDevice the board
     */
    public record Ids(int vendor, int device, int subsystemVendor, int subsystemDevice) {
    }

    /**
     * An SR-IOV capability. VF number i has the routing id of its PF plus offset plus i times stride, and so can lie on
     * a later bus (virtfn_bus, drivers/pci/iov.c).
     *
     * @param total what {@code sriov_totalvfs} says; empty where there is no such file
     * @param room how many VFs the bus numbers and the memory windows have room for; more is ENOMEM
     * @param autoprobeFile whether there is {@code sriov_drivers_autoprobe}: kernels before 4.12 lack it
     * @param vfDevice the PCI device id of a VF, 0 to 0xffff
     * @param offset of the first VF's routing id
     * @param stride from one VF's routing id to the next
     */
    public record Sriov(OptionalInt total, int room, boolean autoprobeFile, int vfDevice, int offset, int stride) {

        /** As every current kernel shows it, with room for all. */
        public static Sriov of(int total, int vfDevice, int offset, int stride) {
            return new Sriov(OptionalInt.of(total), total, true, vfDevice, offset, stride);
        }
    }

    /** The same with its interface down. */
    public NicDescription down() {
        return new NicDescription(pci, ids, driver, interfaceName, false, speed, sriov);
    }
}
