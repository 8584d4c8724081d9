package io.fairlead.api.libvirt;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A libvirt network that hands out the VFs of a PF: {@code <forward mode='hostdev'>}.
 *
 * @param name as libvirt has it
 * @param id its UUID
 * @param pf the PF's interface or PCI address, where it can be told
 * @param ours whether Fairlead made it
 * @param active whether it is started, and guests can take VFs from it
 * @param kept whether it is there after the next boot
 * @param autostart whether it is also started then
 * @param functions the VFs that it listed when it was started
 * @param stale what is wrong with that list by now, one phrase; empty where it is right
 * @param uses the VFs that guests have of it
 */
public record Pool(String name, UUID id, Optional<String> pf, boolean ours, boolean active, boolean kept,
        boolean autostart, List<PciAddress> functions, Optional<String> stale, List<Use> uses) {

    /**
     * A VF that a guest has of a pool.
     *
     * @param guest its name
     * @param guestId its UUID
     * @param mac its interface
     * @param function the VF
     */
    public record Use(String guest, UUID guestId, Optional<MacAddress> mac, Optional<PciAddress> function) {
    }
}
