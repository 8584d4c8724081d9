package io.fairlead.host.simulated;

/** When a kernel driver takes another eswitch mode, and what it answers else. */
public enum EswitchRule {
    /**
     * ice: EOPNOTSUPP while there are VFs (ice_eswitch_mode_set, drivers/net/ethernet/intel/ice/ice_eswitch.c).
     */
    ONLY_WITHOUT_VFS(Errno.EOPNOTSUPP, "ice: Changing eswitch mode is allowed only if there is no VFs created"),
    /**
     * bnxt_en: EPERM for switchdev without VFs, EINVAL for the mode that is set already, and legacy again when the last VF
     * goes (bnxt_dl_eswitch_mode_set and bnxt_vf_reps_destroy, drivers/net/ethernet/broadcom/bnxt/bnxt_vfr.c).
     */
    ONLY_WITH_VFS(Errno.EPERM, ""),
    /**
     * mlx5_core: before Linux 5.8 EINVAL for switchdev without VFs, "Can't set offloads mode, SRIOV legacy not enabled"
     * (esw_offloads_start, drivers/net/ethernet/mellanox/mlx5/core/eswitch_offloads.c). With VFs that a driver has, the real
     * one takes their vports away from under it; here that is refused, so that it is seen.
     */
    ONLY_WITH_VFS_UNBOUND(Errno.EINVAL, "mlx5_core: Can't set offloads mode, SRIOV legacy not enabled");

    private final Errno errno;
    private final String words;

    EswitchRule(Errno errno, String words) {
        this.errno = errno;
        this.words = words;
    }

    /** The error of a refusal. */
    public Errno errno() {
        return errno;
    }

    /** What the driver says beside it (netlink's extended acknowledgement); empty for one that says nothing. */
    public String words() {
        return words;
    }
}
