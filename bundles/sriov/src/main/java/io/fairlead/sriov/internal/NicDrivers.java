package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.NicBidding;
import io.fairlead.api.PciAddress;
import io.fairlead.api.Printable;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Has the NIC drivers that are registered as services bid for the host's PFs. */
@Component(service = {NicBidding.class, NicAllocation.class})
public final class NicDrivers implements NicBidding, NicAllocation {

    private final FunctionTree tree;
    private final PfLookup lookup;
    private final Bidding bidding;
    private final Duration bound;
    private final Map<ServiceReference<NicDriver>, GuardedDriver> guarded = new ConcurrentHashMap<>();

    /** The configuration of {@code io.fairlead.sriov.internal.NicDrivers}. */
    public @interface Config {
        /** How long a NIC driver may take for an answer before it is quarantined, in seconds. */
        double answerWithin() default 30;
    }

    /** On this host, with no driver yet. */
    @Activate
    public NicDrivers(@Reference HostFiles files, @Reference Links links, @Reference Commands commands, Config config) {
        this.tree = new FunctionTree(files);
        this.lookup = new PfLookup(tree, links);
        this.bidding = new Bidding(() -> tree.physicalFunctions().stream().map(tree::nicFunction).toList(),
                function -> new SessionContext(files, commands, function));
        this.bound = Duration.ofMillis((long) (config.answerWithin() * 1000));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    void add(ServiceReference<NicDriver> reference, NicDriver driver) {
        GuardedDriver added = new GuardedDriver(identityOf(reference), driver, bound, bidding::settleAll);
        guarded.put(reference, added);
        bidding.add(added);
    }

    void remove(ServiceReference<NicDriver> reference) {
        Optional.ofNullable(guarded.remove(reference)).ifPresent(driver -> bidding.remove(driver, bound));
    }

    /** Closes every session. */
    @Deactivate
    void deactivate() {
        List.copyOf(guarded.keySet()).forEach(this::remove);
    }

    private static GuardedDriver.Identity identityOf(ServiceReference<NicDriver> reference) {
        return new GuardedDriver.Identity(
                reference.getProperty(NicDriver.NAME) instanceof String name ? name : "(unnamed)",
                reference.getBundle().getSymbolicName(), reference.getBundle().getVersion().toString(),
                reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0,
                (Long) reference.getProperty(Constants.SERVICE_ID));
    }

    @Override
    public Optional<String> driverOf(NicFunction function) {
        return bidding.driverOf(function);
    }

    @Override
    public Optional<EswitchOrder> eswitch(NicFunction function) {
        return bidding.eswitch(function);
    }

    @Override
    public <T> Optional<Lease<T>> lease(NicFunction function, Function<NicSession, T> question) {
        return bidding.lease(function, question);
    }

    @Override
    public List<Driver> drivers() {
        Map<PciAddress, GuardedDriver> owners = new ConcurrentHashMap<>();
        List<PciAddress> functions = tree.physicalFunctions();
        functions.forEach(pci -> bidding.owner(tree.nicFunction(pci)).ifPresent(owner -> owners.put(pci, owner)));
        return bidding.drivers().stream()
                .sorted(Comparator.comparing((GuardedDriver driver) -> driver.identity().name())
                        .thenComparing(GuardedDriver::identity, GuardedDriver.Identity.BEST_FIRST))
                .map(driver -> new Driver(driver.identity().name(), driver.identity().bundle(),
                        driver.identity().version(),
                        functions.stream().filter(pci -> driver.equals(owners.get(pci)))
                                .map(pci -> tree.interfaceOf(pci).orElseGet(pci::toString)).toList(),
                        driver.quarantined()))
                .toList();
    }

    @Override
    public List<Bid> bids(String pf) {
        NicFunction function = tree.nicFunction(lookup.find(pf));
        Optional<GuardedDriver> owner = bidding.owner(function);
        return bidding.candidates(function).stream()
                .map(bid -> new Bid(bid.driver().identity().name(), bid.match(), bid.driver().identity().ranking(),
                        bid.driver().identity().serviceId(), owner.equals(Optional.of(bid.driver())), bid.barred()))
                .toList();
    }

    @Override
    public void release(String name) {
        List<GuardedDriver> named = bidding.drivers().stream().filter(driver -> driver.identity().name().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw new FairleadException(Kind.USAGE,
                    "there is no NIC driver %s: nic:drivers lists those that are there".formatted(Printable.of(name)));
        }
        if (named.stream().allMatch(driver -> driver.quarantined().isEmpty())) {
            throw new FairleadException(Kind.USAGE,
                    "the NIC driver %s is not quarantined: nothing is to be done".formatted(Printable.of(name)));
        }
        named.forEach(GuardedDriver::release);
        bidding.settleAll();
    }
}
