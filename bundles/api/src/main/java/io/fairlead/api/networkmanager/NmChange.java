package io.fairlead.api.networkmanager;

import java.util.List;

/**
 * What was changed for the VFs of a PF.
 *
 * @param pf the PF
 * @param written the files that were written or taken away; empty when all was so already
 * @param functions its VFs' interfaces as NetworkManager has them now
 * @param notes what the user should know, one sentence each
 */
public record NmChange(String pf, List<String> written, List<NmDevice> functions, List<String> notes) {
}
