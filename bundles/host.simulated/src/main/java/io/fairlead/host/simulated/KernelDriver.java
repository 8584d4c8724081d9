package io.fairlead.host.simulated;

import static java.util.Map.entry;

import io.fairlead.api.VfAttribute;
import java.util.Map;
import java.util.Optional;

/**
 * How a kernel driver treats its functions.
 *
 * @param name as below {@code bus/pci/drivers}
 * @param vfDriver the driver of its VFs; empty for a driver without SR-IOV, whose {@code sriov_configure} is missing
 * @param needsInterfaceUp whether it creates nothing, and answers success, while the PF's interface is down
 * @param rdma whether a function bound to it is an RDMA device too
 * @param spoofCheck whether new VFs have their spoof check on
 * @param eswitch when it takes another eswitch mode by devlink; empty for a driver without one
 * @param refusals the attributes of a VF that it does not set, and the error it answers
 */
public record KernelDriver(String name, Optional<String> vfDriver, boolean needsInterfaceUp, boolean rdma,
        boolean spoofCheck, Optional<EswitchRule> eswitch, Map<VfAttribute, Errno> refusals) {

    /**
     * Intel 82576. igb_netdev_ops has no ndo_set_vf_link_state; igb_ndo_set_vf_bw answers EINVAL to a minimum;
     * igb_ndo_set_vf_vlan takes 802.1Q alone (drivers/net/ethernet/intel/igb/igb_main.c).
     */
    public static final KernelDriver IGB = new KernelDriver("igb", Optional.of("igbvf"), false, false, true,
            Optional.empty(),
            Map.ofEntries(entry(VfAttribute.LINK_STATE, Errno.EOPNOTSUPP), entry(VfAttribute.MIN_RATE, Errno.EINVAL),
                    entry(VfAttribute.VLAN_802_1AD, Errno.EPROTONOSUPPORT)));

    /**
     * Intel 82599. ixgbe_ndo_set_vf_bw answers EINVAL to a minimum, ixgbe_ndo_set_vf_vlan takes 802.1Q alone
     * (drivers/net/ethernet/intel/ixgbe/ixgbe_sriov.c).
     */
    public static final KernelDriver IXGBE = new KernelDriver("ixgbe", Optional.of("ixgbevf"), false, false, true,
            Optional.empty(),
            Map.of(VfAttribute.MIN_RATE, Errno.EINVAL, VfAttribute.VLAN_802_1AD, Errno.EPROTONOSUPPORT));

    /**
     * Intel X710. i40e_ndo_set_vf_bw answers EINVAL to a minimum, i40e_ndo_set_vf_port_vlan takes 802.1Q alone
     * (drivers/net/ethernet/intel/i40e/i40e_virtchnl_pf.c).
     */
    public static final KernelDriver I40E = new KernelDriver("i40e", Optional.of("iavf"), false, false, true,
            Optional.empty(), Map
                    .of(VfAttribute.MIN_RATE, Errno.EINVAL, VfAttribute.VLAN_802_1AD, Errno.EPROTONOSUPPORT));

    /** Intel E810. ice_set_vf_port_vlan takes 802.1Q alone while the device is in single VLAN mode (ice_sriov.c). */
    public static final KernelDriver ICE = new KernelDriver("ice", Optional.of("iavf"), false, false, true,
            Optional.of(EswitchRule.ONLY_WITHOUT_VFS),
            Map.of(VfAttribute.VLAN_802_1AD, Errno.EPROTONOSUPPORT));

    /** NVIDIA ConnectX. mlx5e_set_vf_vlan takes 802.1Q alone (drivers/net/ethernet/mellanox/mlx5/core/en_main.c). */
    public static final KernelDriver MLX5 = new KernelDriver("mlx5_core", Optional.of("mlx5_core"), false, true, false,
            Optional.of(EswitchRule.ONLY_WITH_VFS_UNBOUND),
            Map.of(VfAttribute.VLAN_802_1AD, Errno.EPROTONOSUPPORT));

    /**
     * Broadcom NetXtreme-E. bnxt_sriov_configure answers 0 while the interface is down; bnxt_set_vf_vlan takes 802.1ad
     * only with firmware that can (drivers/net/ethernet/broadcom/bnxt/bnxt_sriov.c).
     */
    public static final KernelDriver BNXT = new KernelDriver("bnxt_en", Optional.of("bnxt_en"), true, false, false,
            Optional.of(EswitchRule.ONLY_WITH_VFS),
            Map.of(VfAttribute.VLAN_802_1AD, Errno.EPROTONOSUPPORT));

    /** The kernel's simulated NIC, which sets everything (nsim_netdev_ops, drivers/net/netdevsim/netdev.c). */
    public static final KernelDriver NETDEVSIM = new KernelDriver("netdevsim", Optional.of("netdevsim"), false, false,
            false, Optional.empty(), Map.of());

    /** A paravirtual function, without SR-IOV here. */
    public static final KernelDriver VIRTIO = new KernelDriver("virtio-pci", Optional.empty(), false, false, false,
            Optional.empty(), Map.of());

    /** Keeps its own copy. */
    public KernelDriver {
        refusals = Map.copyOf(refusals);
    }
}
