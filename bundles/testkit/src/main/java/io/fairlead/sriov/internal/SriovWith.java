package io.fairlead.sriov.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.Sriov;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.spi.nic.NicDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The real SR-IOV subsystem on a simulated host, with NIC drivers that come and go as bundles would bring and take them. */
public final class SriovWith {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Bidding bidding;
    private final Inventory inventory;
    private final Sriov sriov;
    private long services;

    private SriovWith(SimulatedHost host) {
        FunctionTree tree = new FunctionTree(host.files());
        this.bidding = new Bidding(() -> tree.physicalFunctions().stream().map(tree::nicFunction).toList(),
                function -> new SessionContext(host.files(), host.commands(), function));
        this.inventory = new InventoryService(host.files(), host.links(), host.processes(), host.operations(), bidding,
                host.commands());
        this.sriov = new SriovService(inventory, bidding, host.files(), host.links(), host.commands(),
                host.operations(),
                host.events(), host.writerLock());
    }

    /** On this host, without a driver. */
    public static SriovWith on(SimulatedHost host) {
        return new SriovWith(host);
    }

    /** A driver is there from now on, by this name. */
    public void arrives(String name, NicDriver driver) {
        GuardedDriver.Identity identity = new GuardedDriver.Identity(name, name, "1.0.0", 0, services++);
        bidding.add(new GuardedDriver(identity, driver, BOUND, bidding::settleAll));
    }

    /** It has gone, with its sessions closed. */
    public void leaves(String name) {
        named(name).forEach(driver -> bidding.remove(driver, BOUND));
    }

    /** Why a driver is trusted no more; empty while it is. */
    public Optional<String> quarantined(String name) {
        return named(name).stream().flatMap(driver -> driver.quarantined().stream()).findFirst();
    }

    private List<GuardedDriver> named(String name) {
        return bidding.drivers().stream().filter(driver -> driver.identity().name().equals(name)).toList();
    }

    /** The host's functions. */
    public Inventory inventory() {
        return inventory;
    }

    /** What changes them. */
    public Sriov sriov() {
        return sriov;
    }
}
