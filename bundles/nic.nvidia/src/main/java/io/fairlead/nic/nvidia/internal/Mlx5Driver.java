package io.fairlead.nic.nvidia.internal;

import io.fairlead.api.NicMatch;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFirmware;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import io.fairlead.spi.nic.VfCreation;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** NVIDIA's ConnectX-4 to -9 and BlueField, under the kernel driver mlx5_core. */
@Component(property = NicDriver.NAME + "=nvidia-mlx5")
public final class Mlx5Driver implements NicDriver {

    /** PCI_VENDOR_ID_MELLANOX, include/linux/pci_ids.h. */
    private static final int MELLANOX = 0x15B3;
    /** The PFs of mlx5_core_pci_table, drivers/net/ethernet/mellanox/mlx5/core/main.c. */
    private static final Set<Integer> DEVICES = Set.of(0x1013, 0x1015, 0x1017, 0x1019, 0x101B, 0x101D, 0x101F, 0x1021,
            0x1023, 0x1025, 0xA2D2, 0xA2D6, 0xA2DC, 0xA2DF);

    @Override
    public NicMatch match(NicFunction function) {
        return function.match(MELLANOX, "mlx5_core", DEVICES);
    }

    @Override
    public NicSession open(NicContext context) {
        return new Session(context);
    }

    private record Session(NicContext context) implements NicSession {

        /**
         * mlx5e_set_vf_vlan takes 802.1Q alone; the other operations of mlx5e_netdev_ops take all
         * (drivers/net/ethernet/mellanox/mlx5/core/en_main.c).
         */
        @Override
        public Set<VfAttribute> settable() {
            return EnumSet.complementOf(EnumSet.of(VfAttribute.VLAN_802_1AD));
        }

        /** With probing the kernel brings the VFs up one after another, about a second each. */
        @Override
        public VfCreation creation(int count) {
            return VfCreation.within(Duration.ofSeconds(30 + 2L * count));
        }

        /**
         * Kernels before 5.8 refuse switchdev without VFs ("Can't set offloads mode, SRIOV legacy not enabled",
         * esw_offloads_start, drivers/net/ethernet/mellanox/mlx5/core/eswitch_offloads.c); and with every kernel the VFs
         * are unbound meanwhile, for the mode takes the vports away from under their driver: so does NVIDIA's own manual,
         * and sriov-network-operator.
         */
        @Override
        public Optional<EswitchOrder> eswitch() {
            return Optional.of(EswitchOrder.WITH_VFS_UNBOUND);
        }

        @Override
        public Optional<NicFirmware> firmware() {
            return Optional.of(new Mstconfig(context));
        }
    }
}
