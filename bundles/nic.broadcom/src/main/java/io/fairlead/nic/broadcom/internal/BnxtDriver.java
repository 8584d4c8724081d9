package io.fairlead.nic.broadcom.internal;

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

/** Broadcom's NetXtreme-C and -E at 10 to 400 GbE, under the kernel driver bnxt_en. */
@Component(property = NicDriver.NAME + "=broadcom-bnxt")
public final class BnxtDriver implements NicDriver {

    /** PCI_VENDOR_ID_BROADCOM, include/linux/pci_ids.h. */
    private static final int BROADCOM = 0x14E4;
    /** The PFs of bnxt_pci_tbl, drivers/net/ethernet/broadcom/bnxt/bnxt.c. */
    private static final Set<Integer> DEVICES = Set.of(0x1604, 0x1605, 0x1614, 0x16C8, 0x16C9, 0x16CA, 0x16CC, 0x16CD,
            0x16CE, 0x16CF, 0x16D0, 0x16D1, 0x16D2, 0x16D4, 0x16D5, 0x16D6, 0x16D7, 0x16D8, 0x16D9, 0x16DE, 0x16DF,
            0x16E2, 0x16E3, 0x16E7, 0x16E8, 0x16E9, 0x16F0, 0x16F1, 0x1750, 0x1751, 0x1752, 0x1760);

    @Override
    public NicMatch match(NicFunction function) {
        return function.match(BROADCOM, "bnxt_en", DEVICES);
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session();
    }

    private record Session() implements NicSession {

        /**
         * From bnxt_netdev_ops. Whether 802.1ad can be set depends on the firmware (bnxt_set_vf_vlan,
         * drivers/net/ethernet/broadcom/bnxt/bnxt_sriov.c), and is left to the kernel to refuse.
         */
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.allOf(VfAttribute.class);
        }

        /**
         * While the interface is down bnxt_sriov_configure answers success to every count and changes nothing, also to 0;
         * when the firmware has no resources it answers success too, and makes fewer or none (bnxt_sriov_enable,
         * bnxt_sriov.c; systemd issue 40739).
         */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(30 + count)).withInterfaceUp();
        }

        /**
         * "Enable VFs before setting switchdev mode", and a mode that is set already is EINVAL
         * (bnxt_dl_eswitch_mode_set, drivers/net/ethernet/broadcom/bnxt/bnxt_vfr.c).
         */
        @Override
        public Optional<EswitchOrder> eswitch() {
            return Optional.of(EswitchOrder.WITH_VFS);
        }
    }
}
