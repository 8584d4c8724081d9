package io.fairlead.api.libvirt;

import io.fairlead.api.FairleadException;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * libvirt's system instance on this host, {@code qemu:///system}. A daemon that is absent, stopped or frozen is a
 * {@link LibvirtStatus} in every report, after five seconds for each question at the most; a change then fails as
 * {@link FairleadException.Kind#HOST_FAILED}.
 *
 * <p>May be called from any thread.
 */
@ProviderType
public interface LibvirtHosts {

    /** Whether libvirt can be asked. */
    LibvirtStatus status();

    /** Which guest has which VF, and which would take one when they start; with their wishes, and what is granted. */
    GuestReport guests();

    /** The pools, ours and others'. */
    PoolReport pools();

    /**
     * Makes the PF's pool be there, started, with the VFs that there are now. A pool whose VFs are others by now is made
     * anew, unless a guest has one of them.
     *
     * @param pf the interface's name or PCI address
     * @param name how the pool is to be called; by default like the PF
     * @param keep whether it is to be there after the next boot; a transient network otherwise
     * @throws FairleadException as {@link io.fairlead.api.Inventory#physicalFunction}; {@code NOT_CAPABLE} when the PF has
     *             no VFs, which libvirt wants first; {@code IN_USE} when somebody else's network has the name or the PF, or a
     *             guest has a VF of a pool that would have to be made anew
     */
    PoolChange addPool(String pf, Optional<String> name, boolean keep);

    /**
     * Takes the PF's pool away.
     *
     * @param pf the interface's name or PCI address
     * @param keep whether also from what is there after the next boot
     * @throws FairleadException {@code IN_USE} naming the guests that have a VF of it; {@code NOT_CAPABLE} when it is
     *             somebody else's
     */
    PoolChange removePool(String pf, boolean keep);

    /** How the hooks stand; nothing is changed. */
    HookReport hooks();

    /**
     * Installs the hooks, or brings them up to date; renders the guests' wishes; reloads libvirt and sees it run them.
     *
     * @param adopt whether a file of somebody else's at one of our places is kept aside and replaced
     * @param guestsMay what guests' wishes may be about; empty leaves it as it is, which at first is nothing
     * @throws FairleadException {@code NOT_CAPABLE} for somebody else's file, or a libvirt before 6.5; {@code HOST_FAILED}
     *             when libvirt does not run them; everything is then as before
     */
    HookReport installHooks(boolean adopt, Optional<Set<GuestMay>> guestsMay);

    /** Removes the hooks and what was rendered; what was there before is there again. */
    HookReport removeHooks();
}
