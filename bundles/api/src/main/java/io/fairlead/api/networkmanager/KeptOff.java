package io.fairlead.api.networkmanager;

import io.fairlead.api.resource.Persistence;

/**
 * A file of ours that keeps NetworkManager off the VFs of a PF.
 *
 * @param pf the PF
 * @param way by which means
 * @param persistence for a try or for good
 * @param file where it lies
 */
public record KeptOff(String pf, NetworkManager.Way way, Persistence persistence, String file) {
}
