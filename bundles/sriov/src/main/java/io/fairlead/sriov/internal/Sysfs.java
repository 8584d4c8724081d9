package io.fairlead.sriov.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.host.HostPath;

/** Where sysfs keeps what this bundle reads and writes (Documentation/ABI/testing/sysfs-bus-pci). */
final class Sysfs {

    static final HostPath DEVICES = HostPath.SYS.resolve("bus/pci/devices");
    static final HostPath DRIVERS = HostPath.SYS.resolve("bus/pci/drivers");
    static final HostPath DRIVERS_PROBE = HostPath.SYS.resolve("bus/pci/drivers_probe");
    static final HostPath INTERFACES = HostPath.SYS.resolve("class/net");

    /** Present on a PF alone; never read, its reading waits for the device lock. */
    static final String NUM_VFS = "sriov_numvfs";
    static final String TOTAL_VFS = "sriov_totalvfs";
    static final String AUTOPROBE = "sriov_drivers_autoprobe";

    private Sysfs() {
    }

    static HostPath device(PciAddress address) {
        return DEVICES.resolve(address.toString());
    }
}
