package io.fairlead.host.simulated.internal;

import io.fairlead.host.simulated.Errno;
import java.util.Optional;
import java.util.Set;

/** Binds drivers to functions by the kernel's rules. To be called with the machine's lock. */
final class Drivers {

    static final String VFIO_PCI = "vfio-pci";
    static final String UIO = "uio_pci_generic";
    /** They know no ids and take what they are given by {@code driver_override}. */
    static final Set<String> PASS_THROUGH = Set.of(VFIO_PCI, UIO, "pci-stub");
    /** PATH_MAX less one; driver_override_store and driver_set_override, drivers/base/driver.c. */
    private static final int LONGEST_OVERRIDE = 4095;

    private final Machine machine;

    Drivers(Machine machine) {
        this.machine = machine;
    }

    /** {@code driver_override}: any name is taken, an empty line clears it (driver_set_override). */
    void override(PciFunction function, String name) throws KernelError {
        if (name.length() >= LONGEST_OVERRIDE) {
            throw new KernelError(Errno.EINVAL);
        }
        waitForDeviceLock(function);
        function.driverOverride = name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /**
     * {@code drivers_probe}: finds a driver as if the function were new, and succeeds also when there is none
     * (drivers_probe_store and bus_rescan_devices_helper, drivers/base/bus.c).
     */
    void probe(PciFunction function) {
        waitForDeviceLock(function);
        if (function.driver.isEmpty()) {
            String candidate = function.driverOverride.orElse(function.nativeDriver);
            if (takes(candidate, function)) {
                attach(function, candidate);
            }
        }
    }

    /** {@code bind} of a driver: fails where the driver does not take the function (bind_store). */
    void bind(String driver, PciFunction function) throws KernelError {
        waitForDeviceLock(function);
        if (function.driver.isPresent()) {
            throw new KernelError(Errno.EBUSY);
        }
        if (!takes(driver, function)) {
            throw new KernelError(Errno.ENODEV);
        }
        attach(function, driver);
    }

    /** {@code unbind} of a driver: fails where the function is not bound to it (unbind_store); may wait for a holder. */
    void unbind(String driver, PciFunction function) throws KernelError {
        if (!function.driver.equals(Optional.of(driver))) {
            throw new KernelError(Errno.ENODEV);
        }
        waitForDeviceLock(function);
        detach(function);
    }

    /**
     * Takes the driver away. Its link goes first (driver_sysfs_remove, drivers/base/dd.c), then vfio-pci waits until
     * nobody has the function open (vfio_unregister_group_dev, drivers/vfio/vfio_main.c).
     */
    void detach(PciFunction function) {
        function.deviceLocked = true;
        try {
            function.driver = Optional.empty();
            waitForHolder(function);
            function.netInterface.ifPresent(machine::removeInterface);
            machine.removeDevices(function);
        } finally {
            function.deviceLocked = false;
            machine.monitor.announce();
        }
    }

    private void waitForHolder(PciFunction function) {
        if (machine.heldThroughVfio(function)) {
            machine.blocked.add(Thread.currentThread());
            machine.monitor.announce();
            machine.monitor.awaitUninterruptibly(() -> !machine.heldThroughVfio(function));
            machine.blocked.remove(Thread.currentThread());
        }
    }

    void waitForDeviceLock(PciFunction function) {
        machine.monitor.awaitUninterruptibly(() -> !function.deviceLocked);
    }

    /** pci_match_device and pci_device_can_probe, drivers/pci/pci-driver.c. */
    private boolean takes(String driver, PciFunction function) {
        if (!machine.drivers.contains(driver)) {
            return false;
        }
        if (function.driverOverride.isPresent()) {
            return function.driverOverride.get().equals(driver)
                    && (driver.equals(function.nativeDriver) || canPassThrough(driver, function));
        }
        return driver.equals(function.nativeDriver) && function.autoprobe();
    }

    /** vfio-pci needs an IOMMU group (vfio_group_find_or_alloc, drivers/vfio/group.c). */
    private static boolean canPassThrough(String driver, PciFunction function) {
        return PASS_THROUGH.contains(driver) && (!driver.equals(VFIO_PCI) || function.iommuGroup.isPresent());
    }

    private void attach(PciFunction function, String driver) {
        function.driver = Optional.of(driver);
        if (driver.equals(VFIO_PCI) || (driver.equals(function.nativeDriver) && function.rdma())) {
            machine.addDevices(function);
        }
        if (driver.equals(function.nativeDriver) && function.isVirtual() && !missesInterface(function)) {
            machine.addInterface(
                    NetInterface.of(machine.nextInterface(), defaultName(function), function, false));
        }
        machine.monitor.announce();
    }

    /** Now and then iavf is bound and makes no interface (sriov-network-operator pull request 233): once, as told. */
    private static boolean missesInterface(PciFunction vf) {
        PciFunction.Placement place = vf.placement.orElseThrow();
        return place.physicalFunction().sriov.orElseThrow().missingInterfaces.remove(place.index());
    }

    /**
     * The PF's name without its port's ({@code np0}), and the VF's number: systemd's names_pci,
     * systemd.net-naming-scheme(7). A name that is taken already keeps the kernel's.
     */
    private String defaultName(PciFunction vf) {
        PciFunction.Placement place = vf.placement.orElseThrow();
        String name = place.physicalFunction().netInterface
                .map(pf -> pf.name.replaceFirst("np\\d+$", "") + "v" + place.index()).orElse("eth" + vf.address);
        int free = 0;
        while (machine.hostInterfaces.containsKey(name)) {
            name = "eth" + free++;
        }
        return name;
    }
}
