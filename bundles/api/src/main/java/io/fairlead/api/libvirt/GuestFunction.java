package io.fairlead.api.libvirt;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import java.util.List;
import java.util.Optional;

/**
 * A VF that a guest has now or takes when it starts; or, when it neither holds nor takes one, an interface that its
 * metadata has a wish for and that may be plugged in while it runs.
 *
 * @param way how the guest's definition asks for it
 * @param mac the guest's interface; empty for a plain {@code <hostdev>}
 * @param pool the network that it comes from, for {@link Way#POOL}
 * @param function which VF; empty for a pool's until libvirt has chosen one
 * @param pf the PF, where it can be told
 * @param holds whether the guest has it now
 * @param takes whether the guest takes it, or another of the pool, at its next start
 * @param wished what the guest's metadata wishes for it
 * @param granted what of that the owner of the host allows
 * @param denied what of that is not allowed
 */
public record GuestFunction(Way way, Optional<MacAddress> mac, Optional<String> pool, Optional<PciAddress> function,
        Optional<String> pf, boolean holds, boolean takes, VfAttributes wished, VfAttributes granted,
        List<VfAttribute> denied) {

    /** How a guest's definition asks for a VF. */
    public enum Way {
        /** {@code <interface type='network'>} of a hostdev network: libvirt picks the VF. */
        POOL,
        /** {@code <interface type='hostdev'>} with the VF's address. */
        INTERFACE,
        /** {@code <hostdev>} with the VF's address. */
        HOSTDEV
    }
}
