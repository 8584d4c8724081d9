package io.fairlead.api.systemd;

import java.util.List;

/**
 * All that concerns VFs at boot.
 *
 * @param systemd whether it can be asked
 * @param units the VF units that are described or known to systemd, by PF
 * @param orderings what is ordered after VF units
 * @param otherOwners who else makes VFs at boot
 */
public record UnitReport(SystemdStatus systemd, List<VfUnit> units, List<Ordering> orderings,
        List<OtherOwner> otherOwners) {
}
