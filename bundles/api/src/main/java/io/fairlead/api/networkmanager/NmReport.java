package io.fairlead.api.networkmanager;

import java.util.List;

/**
 * All that concerns VFs and NetworkManager.
 *
 * @param status who looks after the network
 * @param devices the interfaces that NetworkManager knows; none when it does not answer
 * @param keptOff our files
 * @param faults malformed files, lines that replace others, and profiles that make VFs themselves
 */
public record NmReport(NmStatus status, List<NmDevice> devices, List<KeptOff> keptOff, List<Fault> faults) {
}
