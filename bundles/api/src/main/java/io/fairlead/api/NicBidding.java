package io.fairlead.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Which NIC drivers there are, and why one of them has a PF. */
@ProviderType
public interface NicBidding {

    /** Every NIC driver that is registered now, by name. */
    List<Driver> drivers();

    /**
     * Every driver's bid for the PF, best first; the first that is not {@link NicMatch#NONE} has it.
     *
     * @throws FairleadException as {@link Inventory#physicalFunction}
     */
    List<Bid> bids(String pf);

    /**
     * A registered NIC driver.
     *
     * @param name its own name
     * @param bundle the symbolic name of the bundle that registered it
     * @param version that bundle's version
     * @param functions the labels of the PFs it has now
     */
    record Driver(String name, String bundle, String version, List<String> functions) {
    }

    /**
     * One driver's bid for one PF. Bids are ordered by match, then by service ranking (higher first), then by service id
     * (older first).
     *
     * @param driver the driver's name
     * @param match how well it fits
     * @param ranking its {@code service.ranking}
     * @param serviceId its {@code service.id}
     * @param chosen whether it has the function
     */
    record Bid(String driver, NicMatch match, int ranking, long serviceId, boolean chosen) {
    }
}
