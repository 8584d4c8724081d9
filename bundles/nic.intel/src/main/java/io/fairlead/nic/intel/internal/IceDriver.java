package io.fairlead.nic.intel.internal;

import io.fairlead.api.NicMatch;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Intel's E810, E822 and E823 at 10 to 100 GbE, under the kernel driver ice. */
@Component(property = NicDriver.NAME + "=intel-ice")
public final class IceDriver implements NicDriver {

    /** ICE_DEV_ID_E810*, _E822*, _E823*, drivers/net/ethernet/intel/ice/ice_devids.h. */
    private static final Set<Integer> DEVICES = Set.of(0x1591, 0x1592, 0x1593, 0x1599, 0x159A, 0x159B, 0x188A, 0x188B,
            0x188C, 0x188D, 0x188E, 0x1890, 0x1891, 0x1892, 0x1893, 0x1894, 0x1897, 0x1898, 0x1899, 0x189A, 0x124C,
            0x124D, 0x124E, 0x124F, 0x151D);

    @Override
    public NicMatch match(NicFunction function) {
        return function.match(Intel.VENDOR, "ice", DEVICES);
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session();
    }

    private record Session() implements NicSession {

        /**
         * From ice_netdev_ops, drivers/net/ethernet/intel/ice/ice_main.c. Whether 802.1ad can be set depends on the
         * firmware's VLAN mode (ice_set_vf_port_vlan, ice_sriov.c), and is left to the kernel to refuse.
         */
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.allOf(VfAttribute.class);
        }

        /** As with i40e, whose VFs have the same driver, iavf (intel/ethernet-linux-ice issue 31). */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(30 + count)).bindingAgainAfter(Intel.IAVF_TIME);
        }

        /**
         * "Changing eswitch mode is allowed only if there is no VFs created" (ice_eswitch_mode_set,
         * drivers/net/ethernet/intel/ice/ice_eswitch.c).
         */
        @Override
        public Optional<EswitchOrder> eswitch() {
            return Optional.of(EswitchOrder.WITHOUT_VFS);
        }
    }
}
