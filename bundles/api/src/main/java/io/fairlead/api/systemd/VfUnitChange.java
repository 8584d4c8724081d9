package io.fairlead.api.systemd;

import java.util.List;

/**
 * What was done to a PF's unit.
 *
 * @param pf the PF
 * @param written the files that were written or taken away, as the host names them; empty when all was so already
 * @param after the unit as it was read back
 * @param notes what the user should know, one sentence each
 */
public record VfUnitChange(String pf, List<String> written, VfUnit after, List<String> notes) {
}
