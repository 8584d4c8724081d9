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

/** Intel's 1 GbE controllers with SR-IOV, 82576 and I350, under the kernel driver igb. */
@Component(property = NicDriver.NAME + "=intel-igb")
public final class IgbDriver implements NicDriver {

    /** E1000_DEV_ID_82576*, drivers/net/ethernet/intel/igb/e1000_hw.h. */
    private static final Set<Integer> I82576 = Set.of(0x10C9, 0x10E6, 0x10E7, 0x10E8, 0x1526, 0x150A, 0x1518, 0x150D);
    /** E1000_DEV_ID_I350_*, the same file. */
    private static final Set<Integer> I350 = Set.of(0x1521, 0x1522, 0x1523, 0x1524);

    @Override
    public NicMatch match(NicFunction function) {
        return I82576.contains(function.deviceId())
                ? function.match(Intel.VENDOR, "igb", I82576)
                : function.match(Intel.VENDOR, "igb", I350);
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session(I82576.contains(context.function().deviceId()));
    }

    private record Session(boolean limitsRate) implements NicSession {

        /**
         * From igb_netdev_ops in drivers/net/ethernet/intel/igb/igb_main.c: there is no ndo_set_vf_link_state;
         * igb_ndo_set_vf_bw takes no minimum and only the 82576; igb_ndo_set_vf_vlan takes 802.1Q alone.
         */
        @Override
        public Set<VfAttribute> settable() {
            Set<VfAttribute> settable = EnumSet.of(VfAttribute.MAC, VfAttribute.VLAN, VfAttribute.SPOOF_CHECK,
                    VfAttribute.TRUST);
            if (limitsRate) {
                settable.add(VfAttribute.MAX_RATE);
            }
            return settable;
        }

        /** The kernel makes all seven before the write returns; udev's renaming under load is what is waited for. */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(30));
        }
    }
}
