package io.fairlead.spi.nic;

import java.time.Duration;

/**
 * How a NIC wants its VFs to be created.
 *
 * @param interfaceUpFirst whether the PF's interface must be up before: bnxt_en answers success and creates nothing while
 *            it is down (bnxt_sriov_configure, drivers/net/ethernet/broadcom/bnxt/bnxt_sriov.c)
 * @param settleTime how long the kernel may take until every VF is there; past it the operation counts as stuck
 */
public record VfCreation(boolean interfaceUpFirst, Duration settleTime) {
}
