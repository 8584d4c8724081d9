package io.fairlead.nic.intel.internal;

import io.fairlead.api.NicMatch;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Intel's 10 GbE controllers 82599, X540 and X550, under the kernel driver ixgbe. */
@Component(property = NicDriver.NAME + "=intel-ixgbe")
public final class IxgbeDriver implements NicDriver {

    /**
     * IXGBE_DEV_ID_82599_*, _X540*, _X550*, drivers/net/ethernet/intel/ixgbe/ixgbe_type.h; the 82598 has no SR-IOV.
     */
    private static final Set<Integer> DEVICES = Set.of(0x10F7, 0x10F8, 0x10F9, 0x10FB, 0x10FC, 0x1507, 0x1514, 0x1517,
            0x151C, 0x1529, 0x152A, 0x154A, 0x154D, 0x154F, 0x1557, 0x1558, 0x1528, 0x1560, 0x1563, 0x15D1, 0x15AA,
            0x15AB, 0x15AC, 0x15AD, 0x15AE, 0x15B0, 0x15C2, 0x15C3, 0x15C4, 0x15C6, 0x15C7, 0x15C8, 0x15CE, 0x15E4,
            0x15E5);

    @Override
    public NicMatch match(NicFunction function) {
        return function.match(Intel.VENDOR, "ixgbe", DEVICES);
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session();
    }

    private record Session() implements NicSession {

        /**
         * From ixgbe_netdev_ops in drivers/net/ethernet/intel/ixgbe/ixgbe_main.c: ixgbe_ndo_set_vf_bw answers EINVAL to a
         * minimum, ixgbe_ndo_set_vf_vlan takes 802.1Q alone (ixgbe_sriov.c). Kernels without ndo_set_vf_link_state
         * refuse that themselves.
         */
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.complementOf(EnumSet.of(VfAttribute.MIN_RATE, VfAttribute.VLAN_802_1AD));
        }

        /** Over 60 s were seen for 63 VFs (nmstate issue 2366). */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(30 + 2L * count));
        }
    }
}
