package io.fairlead.api;

/**
 * How many VFs a NIC's own firmware is configured to have. What the kernel offers, {@code sriov_totalvfs}, follows it at the
 * next power cycle of the NIC, which not every reboot is.
 *
 * @param enabled whether SR-IOV is switched on now
 * @param vfs how many VFs there can be now, where the firmware tells; else as after a power cycle
 * @param enabledNext whether it is on after a power cycle
 * @param vfsNext how many there can be after a power cycle
 */
public record FirmwareVfs(boolean enabled, int vfs, boolean enabledNext, int vfsNext) {

    /** Whether it will be otherwise after a power cycle. */
    public boolean needsPowerCycle() {
        return enabled != enabledNext || vfs != vfsNext;
    }
}
