package io.fairlead.host.simulated.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.host.simulated.KernelDriver;
import io.fairlead.host.simulated.NicDescription;
import io.fairlead.host.simulated.NicDescription.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A PCI function. Its fields are guarded by the machine's lock. */
final class PciFunction {

    final PciAddress pci;
    /** The address as text: formatting it anew for each file would dominate a large host's inventory. */
    final String address;
    final Ids ids;
    final OptionalInt iommuGroup;
    /** The driver that knows its ids. */
    final String nativeDriver;
    final Optional<SriovCapability> sriov;
    /** Of a VF, its place on its PF. */
    final Optional<Placement> placement;

    Optional<String> driver = Optional.empty();
    Optional<String> driverOverride = Optional.empty();
    Optional<NetInterface> netInterface = Optional.empty();
    /** The names of its devices by sysfs directory, {@code vfio-dev/vfio0}. */
    final List<String> deviceNodes = new ArrayList<>();
    /** Whether {@code physfn} and its {@code virtfnN} are there. */
    boolean linked;
    /** Whether a writer is inside its driver's bind or unbind, and others wait for it. */
    boolean deviceLocked;

    /**
     * Where a VF belongs.
     *
     * @param physicalFunction its PF
     * @param index its number there, from 0
     */
    record Placement(PciFunction physicalFunction, int index) {
    }

    private PciFunction(PciAddress pci, Ids ids, OptionalInt iommuGroup, String nativeDriver,
            Optional<SriovCapability> sriov, Optional<Placement> placement) {
        this.pci = pci;
        this.address = pci.toString();
        this.ids = ids;
        this.iommuGroup = iommuGroup;
        this.nativeDriver = nativeDriver;
        this.sriov = sriov;
        this.placement = placement;
    }

    static PciFunction physical(NicDescription nic, OptionalInt iommuGroup) {
        return new PciFunction(nic.pci(), nic.ids(), iommuGroup, nic.driver().name(),
                nic.sriov().map(capability -> new SriovCapability(nic, capability)), Optional.empty());
    }

    static PciFunction virtual(PciFunction physicalFunction, int index, OptionalInt iommuGroup) {
        SriovCapability capability = physicalFunction.sriov.orElseThrow();
        Ids ids = new Ids(physicalFunction.ids.vendor(), capability.hardware.vfDevice(),
                physicalFunction.ids.subsystemVendor(), physicalFunction.ids.subsystemDevice());
        return new PciFunction(capability.addressOf(physicalFunction.pci, index), ids, iommuGroup,
                capability.driver.vfDriver().orElseThrow(), Optional.empty(),
                Optional.of(new Placement(physicalFunction, index)));
    }

    boolean isVirtual() {
        return placement.isPresent();
    }

    /** The name of a VF's link in its PF's directory. */
    String linkName() {
        return "virtfn" + placement.orElseThrow().index();
    }

    /** Whether the driver that is bound to it leaves it to a program in user space. */
    boolean passedThrough() {
        return driver.isPresent() && !driver.get().equals(nativeDriver);
    }

    /** Whether a VF may be bound with no override (pci_device_can_probe, drivers/pci/pci-driver.c). */
    boolean autoprobe() {
        return placement.map(place -> place.physicalFunction().sriov.orElseThrow().autoprobe).orElse(true);
    }

    /** Whether virtio has a device of its own between the function and its interface. */
    boolean overVirtio() {
        return nativeDriver.equals(KernelDriver.VIRTIO.name());
    }

    boolean rdma() {
        return nativeDriver.equals(KernelDriver.MLX5.name());
    }
}
