package io.fairlead.api;

import org.osgi.annotation.versioning.ProviderType;

/** Writes down what the author of a NIC driver needs to know of a card that stands on somebody else's desk. */
@ProviderType
public interface NicRecorder {

    /**
     * Records a PF and the first of its VFs, without changing anything: what sysfs, {@code ip}, {@code ethtool},
     * {@code devlink} and {@code lspci} say of them. Takes as long as these programs, each at most 20 s; one that is not there
     * is left out.
     *
     * @param pf its selector, as in {@link Inventory#physicalFunction}, with the same refusals
     */
    NicRecording record(String pf);
}
