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

/** Intel's X710, XL710, XXV710 and X722 at 1 to 40 GbE, under the kernel driver i40e. */
@Component(property = NicDriver.NAME + "=intel-i40e")
public final class I40eDriver implements NicDriver {

    /** I40E_DEV_ID_*, drivers/net/ethernet/intel/i40e/i40e_devids.h. */
    private static final Set<Integer> DEVICES = Set.of(0x1572, 0x1574, 0x1580, 0x1581, 0x1583, 0x1584, 0x1585, 0x1586,
            0x1587, 0x1588, 0x1589, 0x158A, 0x158B, 0x104E, 0x104F, 0x15FF, 0x37CE, 0x37CF, 0x37D0, 0x37D1, 0x37D2,
            0x37D3);

    @Override
    public NicMatch match(NicFunction function) {
        return function.match(Intel.VENDOR, "i40e", DEVICES);
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session();
    }

    private record Session() implements NicSession {

        /**
         * i40e_ndo_set_vf_bw answers EINVAL to a minimum, i40e_ndo_set_vf_port_vlan takes 802.1Q alone
         * (drivers/net/ethernet/intel/i40e/i40e_virtchnl_pf.c).
         */
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.complementOf(EnumSet.of(VfAttribute.MIN_RATE, VfAttribute.VLAN_802_1AD));
        }

        /**
         * 22 s were seen for 64 VFs (nmstate issue 1704). Now and then iavf is bound to a VF and makes no interface of it;
         * binding it once more helps (sriov-network-operator pull request 233, on XXV710).
         */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(30 + count)).bindingAgainAfter(Intel.IAVF_TIME);
        }
    }
}
