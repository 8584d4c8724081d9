package io.fairlead.host.simulated;

/** Through what a process of the host can use a VF. */
public enum DeviceKind {
    /** The VFIO group, {@code vfio/12}: QEMU, DPDK. */
    VFIO_GROUP,
    /** The VFIO character device, {@code vfio/devices/vfio0}: what goes through iommufd. */
    VFIO_DEVICE,
    /** RDMA verbs, {@code infiniband/uverbs0}. */
    RDMA,
    /** vDPA, {@code vhost-vdpa-0}. */
    VDPA,
    /** Userspace I/O, {@code uio0}. */
    UIO
}
