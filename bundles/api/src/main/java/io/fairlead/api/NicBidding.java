package io.fairlead.api;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Which NIC drivers there are, and why one of them has a PF. */
@ProviderType
public interface NicBidding {

    /** Every NIC driver that is registered now, by name. */
    List<Driver> drivers();

    /**
     * Every driver's bid for the PF, best first. The first that is not {@link NicMatch#NONE} and not {@link Bid#barred} has
     * it, or gets it when an operation of another driver ends.
     *
     * @throws FairleadException as {@link Inventory#physicalFunction}
     */
    List<Bid> bids(String pf);

    /**
     * Lets a quarantined driver bid again. The other way back is a new version of it.
     *
     * @param driver its name
     * @throws FairleadException {@code USAGE} where none of that name is there, or it is not quarantined
     */
    void release(String driver);

    /**
     * A registered NIC driver.
     *
     * @param name its own name
     * @param bundle the symbolic name of the bundle that registered it
     * @param version that bundle's version
     * @param functions the labels of the PFs it has now
     * @param quarantined what it did, for which it gets no PF until {@link #release}; empty when it is trusted
     */
    record Driver(String name, String bundle, String version, List<String> functions, Optional<String> quarantined) {
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
     * @param barred why it does not count: the driver is quarantined, or has not answered yet
     */
    record Bid(String driver, NicMatch match, int ranking, long serviceId, boolean chosen, Optional<String> barred) {
    }
}
