package io.fairlead.api.networkmanager;

import io.fairlead.api.FairleadException;
import io.fairlead.api.resource.Persistence;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps NetworkManager off the VFs of a PF, where it would run DHCP on each, and gives them back.
 *
 * <p>PFs are named as in {@link io.fairlead.api.Inventory#physicalFunction}, with the same refusals. Methods may be called
 * from any thread; one change runs at a time, and takes seconds at the most.
 */
@ProviderType
public interface NetworkManager {

    /**
     * How NetworkManager stands, what it does with each interface and why, and what is wrong with its configuration. Never
     * fails. One that is frozen is told as that after 3 s, and one that is slow after 10 s.
     */
    NmReport report();

    /**
     * Keeps NetworkManager off the VFs that a PF has and will have, and reads back that it leaves alone those that it has.
     * What is so already is not written; what has no effect is taken back.
     *
     * @throws FairleadException {@code IN_USE} when a VF's interface would lose its addresses; {@code NOT_CAPABLE} for
     *             somebody else's file at a path of ours, unless adopted; {@code HOST_FAILED} naming what cancels it, or
     *             that NetworkManager does not answer
     */
    NmChange unmanage(String pf, Request request);

    /**
     * Takes away all that {@link #unmanage} wrote for a PF, and has NetworkManager manage its VFs again.
     *
     * @param adopt whether files of ours that somebody changed since go too
     * @param force whether it may be given interfaces that are in use, and configure them anew
     * @throws FairleadException {@code IN_USE} when a VF's interface that it does not manage is in use; {@code NOT_CAPABLE}
     *             for a file that was changed since; {@code HOST_FAILED} naming what
     *             still keeps NetworkManager off, or that it does not answer
     */
    NmChange manage(String pf, boolean adopt, boolean force);

    /**
     * How to keep it off.
     *
     * @param persistence for a try or for good
     * @param way by which of NetworkManager's two means
     * @param adopt whether to take the place of somebody else's file
     * @param force whether interfaces may lose addresses that they have
     */
    record Request(Persistence persistence, Way way, boolean adopt, boolean force) {
    }

    /** What NetworkManager can be told by. */
    enum Way {
        /**
         * A udev rule that asks the kernel whether the interface is a VF of this PF; whatever its name.
         */
        UDEV_RULE,
        /** A line {@code unmanaged-devices+=} of its own configuration, which goes by names. */
        KEYFILE
    }
}
