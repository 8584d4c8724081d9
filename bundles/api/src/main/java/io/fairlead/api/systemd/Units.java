package io.fairlead.api.systemd;

import io.fairlead.api.FairleadException;
import io.fairlead.api.resource.Persistence;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The units by which systemd makes the VFs of PFs at boot, with no Fairlead there, before libvirt starts.
 *
 * <p>PFs are named as in {@link io.fairlead.api.Inventory#physicalFunction}, with the same refusals. Methods may be called
 * from any thread; one change runs at a time. A call of systemd is bounded by seconds, the start of a unit by three
 * minutes.
 */
@ProviderType
public interface Units {

    /** How systemd stands, every VF unit, what is ordered after them, and who else makes VFs at boot. Never fails. */
    UnitReport report();

    /**
     * The VF unit of one PF, in force or not.
     *
     * @throws FairleadException as the inventory's, and {@code HOST_FAILED} when systemd does not answer
     */
    VfUnit unit(String pf);

    /**
     * Describes the VFs of a PF, has systemd make them now and, when kept, at each boot, and orders libvirt's daemons
     * after it. What is so already is not written; VFs that are there as described are not touched. When a step fails
     * all that was written is taken back.
     *
     * @throws FairleadException {@code USAGE} for a count out of range or none at all; {@code NOT_CAPABLE} for somebody
     *             else's file at a path of ours, unless adopted; {@code HOST_FAILED} with the journal's last lines when
     *             the unit fails, when another file wins over ours, or when systemd does not answer
     */
    VfUnitChange install(String pf, Request request);

    /**
     * Takes away all that {@link #install} put on the host for a PF, and what it had adopted comes back. The VFs stay as
     * they are.
     *
     * @param adopt whether files of ours that somebody changed since go too
     * @throws FairleadException {@code NOT_CAPABLE} for a file that was changed since; {@code HOST_FAILED} when it cannot
     *             be done
     */
    VfUnitChange remove(String pf, boolean adopt);

    /**
     * What to install.
     *
     * @param vfs how many VFs; as many as there are now where nothing is said
     * @param probe whether the kernel binds its drivers to new VFs; as now where nothing is said
     * @param persistence for a try or for good
     * @param adopt whether to take the place of somebody else's files
     */
    record Request(Optional<Integer> vfs, Optional<Boolean> probe, Persistence persistence, boolean adopt) {
    }
}
