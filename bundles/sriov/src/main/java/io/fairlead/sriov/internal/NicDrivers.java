package io.fairlead.sriov.internal;

import io.fairlead.api.NicBidding;
import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the NIC drivers bid for the host's PFs. A match is pure, so who has a function is worked out anew at each
 * question; what is kept are the sessions, which are opened at their first use and closed when another driver wins or
 * their driver leaves.
 */
@Component(service = {NicBidding.class, NicAllocation.class})
public final class NicDrivers implements NicBidding, NicAllocation {

    private static final Logger LOG = LoggerFactory.getLogger(NicDrivers.class);

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::match).reversed()
            .thenComparing(Comparator.comparingInt(Candidate::ranking).reversed())
            .thenComparingLong(Candidate::serviceId);

    private final HostFiles files;
    private final FunctionTree tree;
    private final PfLookup lookup;
    private final Map<ServiceReference<NicDriver>, NicDriver> drivers = new HashMap<>();
    private final Map<PciAddress, Open> sessions = new HashMap<>();

    @Activate
    public NicDrivers(@Reference HostFiles files, @Reference Links links) {
        this.files = files;
        this.tree = new FunctionTree(files);
        this.lookup = new PfLookup(tree, links);
    }

    private record Candidate(ServiceReference<NicDriver> reference, NicDriver driver, NicMatch match) {
        String name() {
            return nameOf(reference);
        }

        int ranking() {
            return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
        }

        long serviceId() {
            return (Long) reference.getProperty(Constants.SERVICE_ID);
        }
    }

    private record Open(ServiceReference<NicDriver> owner, NicSession session) {
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    synchronized void add(ServiceReference<NicDriver> reference, NicDriver driver) {
        drivers.put(reference, driver);
    }

    synchronized void remove(ServiceReference<NicDriver> reference) {
        drivers.remove(reference);
        List.copyOf(sessions.entrySet()).stream().filter(open -> open.getValue().owner().equals(reference))
                .forEach(open -> close(open.getKey()));
    }

    @Deactivate
    synchronized void closeAll() {
        List.copyOf(sessions.keySet()).forEach(this::close);
    }

    @Override
    public Optional<String> driverOf(NicFunction function) {
        return best(function).map(Candidate::name);
    }

    @Override
    public synchronized <T> Optional<T> use(NicFunction function, Function<NicSession, T> use) {
        Optional<Candidate> best = best(function);
        Open open = sessions.get(function.pci());
        if (open != null && !best.map(Candidate::reference).equals(Optional.of(open.owner()))) {
            close(function.pci());
        }
        return best.map(winner -> use.apply(sessions.computeIfAbsent(function.pci(),
                _ -> new Open(winner.reference(), winner.driver().open(new Context(files, function)))).session()));
    }

    @Override
    public List<Driver> drivers() {
        Map<ServiceReference<NicDriver>, List<String>> owned = new HashMap<>();
        for (PciAddress pci : tree.physicalFunctions()) {
            best(functionOf(pci)).ifPresent(winner -> owned
                    .computeIfAbsent(winner.reference(), _ -> new ArrayList<>())
                    .add(tree.interfaceOf(pci).orElseGet(pci::toString)));
        }
        return registered().keySet().stream()
                .map(reference -> new Driver(nameOf(reference), reference.getBundle().getSymbolicName(),
                        reference.getBundle().getVersion().toString(),
                        List.copyOf(owned.getOrDefault(reference, List.of()))))
                .sorted(Comparator.comparing(Driver::name)).toList();
    }

    @Override
    public List<Bid> bids(String pf) {
        List<Candidate> candidates = candidates(functionOf(lookup.find(pf)));
        return candidates.stream()
                .map(c -> new Bid(c.name(), c.match(), c.ranking(), c.serviceId(),
                        c.equals(candidates.getFirst()) && c.match() != NicMatch.NONE))
                .toList();
    }

    private NicFunction functionOf(PciAddress pci) {
        return tree.nicFunction(pci);
    }

    private synchronized Map<ServiceReference<NicDriver>, NicDriver> registered() {
        return Map.copyOf(drivers);
    }

    private Optional<Candidate> best(NicFunction function) {
        return candidates(function).stream().findFirst().filter(c -> c.match() != NicMatch.NONE);
    }

    private List<Candidate> candidates(NicFunction function) {
        return registered().entrySet().stream()
                .map(d -> new Candidate(d.getKey(), d.getValue(), match(d.getKey(), d.getValue(), function)))
                .sorted(BEST_FIRST).toList();
    }

    /** A driver that throws does not bid; it must not keep the others from the function. */
    private static NicMatch match(ServiceReference<NicDriver> reference, NicDriver driver, NicFunction function) {
        try {
            return driver.match(function);
        } catch (RuntimeException e) {
            LOG.warn("NIC driver {} failed to bid for {}: {}", nameOf(reference), function.pci(), e.toString());
            return NicMatch.NONE;
        }
    }

    private void close(PciAddress pci) {
        Open open = sessions.remove(pci);
        try {
            open.session().close();
        } catch (Exception e) {
            LOG.warn("NIC driver {} failed to let {} go: {}", nameOf(open.owner()), pci, e.toString());
        }
    }

    private static String nameOf(ServiceReference<NicDriver> reference) {
        return reference.getProperty(NicDriver.NAME) instanceof String name ? name : "(unnamed)";
    }

    private record Context(HostFiles files, NicFunction function) implements NicContext {
        @Override
        public Optional<String> attribute(String name) {
            if (name.contains("/") || name.equals(Sysfs.NUM_VFS)) {
                throw new IllegalArgumentException("not an attribute that a NIC driver may read: " + name);
            }
            return files.read(Sysfs.device(function.pci()).resolve(name));
        }
    }
}
