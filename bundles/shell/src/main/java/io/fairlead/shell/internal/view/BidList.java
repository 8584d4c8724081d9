package io.fairlead.shell.internal.view;

import io.fairlead.api.NicBidding;
import java.util.List;

/**
 * Every NIC driver's bid for one PF.
 *
 * @param pf the PF as it was asked for
 * @param bids best first
 */
public record BidList(String pf, List<NicBidding.Bid> bids) {
}
