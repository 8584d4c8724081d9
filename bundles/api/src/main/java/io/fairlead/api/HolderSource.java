package io.fairlead.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Somebody who knows holders of VFs. Every bundle may register one; the inventory asks all of them.
 *
 * <p>A source that throws makes the holders of the PF's VFs unknown: they are then reported as such, and nothing is taken
 * away without force.
 */
@ConsumerType
public interface HolderSource {

    /**
     * Who holds which of the given functions now, by the function's address; a function that nobody holds may be
     * missing. Called from any thread, for all VFs of the host at once; an answer takes milliseconds.
     *
     * @param functions VFs whose own {@link VirtualFunction#holders()} are still empty
     */
    Map<PciAddress, List<Holder>> holders(Collection<VirtualFunction> functions);
}
