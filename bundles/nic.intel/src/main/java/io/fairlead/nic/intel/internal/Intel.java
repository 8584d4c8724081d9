package io.fairlead.nic.intel.internal;

import java.time.Duration;

/** What Intel's NICs have in common. */
final class Intel {

    /** PCI_VENDOR_ID_INTEL, include/linux/pci_ids.h. */
    static final int VENDOR = 0x8086;

    /** iavf makes its interface after a talk with the PF, mostly within a second (iavf_init_config_adapter, iavf_main.c). */
    static final Duration IAVF_TIME = Duration.ofSeconds(5);

    private Intel() {
    }
}
