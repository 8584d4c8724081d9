package io.fairlead.api;

import java.util.List;
import java.util.Optional;

/**
 * A virtual function, as it was read.
 *
 * @param index its number on the PF, from 0: the N of {@code virtfnN}
 * @param pci its address
 * @param name its network interface in the host's namespace, if it has one
 * @param driver the kernel driver bound to it
 * @param iommuGroup its IOMMU group; the number may change with each boot
 * @param representor the interface of the host that stands for it in eswitch mode switchdev, if there is one
 * @param attributes what the PF administers for it
 * @param holders who uses it
 */
public record VirtualFunction(int index, PciAddress pci, Optional<String> name, Optional<String> driver,
        Optional<Integer> iommuGroup, Optional<String> representor, VfAttributes attributes, List<Holder> holders) {

    /** The same function with these attributes. */
    public VirtualFunction with(VfAttributes read) {
        return new VirtualFunction(index, pci, name, driver, iommuGroup, representor, read, holders);
    }

    /** The same function with this representor. */
    public VirtualFunction representedBy(String name) {
        return new VirtualFunction(index, pci, this.name, driver, iommuGroup, Optional.of(name), attributes, holders);
    }

    /** The same function with these holders. */
    public VirtualFunction heldBy(List<Holder> found) {
        return new VirtualFunction(index, pci, name, driver, iommuGroup, representor, attributes, List.copyOf(found));
    }
}
