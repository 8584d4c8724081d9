package io.fairlead.api;

/** The kernel driver that a VF is wanted to be bound to. */
public sealed interface VfDriver {

    /** No driver: the VF lies idle, with no interface on the host. */
    record None() implements VfDriver {
    }

    /**
     * A driver by its kernel name, whatever {@code sriov_drivers_autoprobe} says: {@code vfio-pci}, {@code igbvf}.
     *
     * @param name as below {@code bus/pci/drivers} of sysfs
     */
    record Named(String name) implements VfDriver {
    }
}
