package io.fairlead.libvirt.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.libvirt.internal.Look.NetworkState;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts together what libvirt tells of a pool and what the host has of VFs. */
final class PoolView {

    private final Functions functions;
    private final List<Port> ports;

    PoolView(Functions functions, List<Port> ports) {
        this.functions = functions;
        this.ports = ports;
    }

    List<Pool> of(List<NetworkState> networks) {
        return networks.stream().map(this::of).sorted(Comparator.comparing(Pool::name)).toList();
    }

    private Pool of(NetworkState state) {
        Network network = state.network();
        Optional<PhysicalFunction> pf = pf(state);
        return new Pool(network.name(), network.id(),
                pf.map(PhysicalFunction::label).or(() -> state.pfs().findFirst()).or(state::madeFor),
                state.madeFor().isPresent(), state.active(), state.kept().isPresent(), state.autostart(),
                state.active() ? network.functions() : List.of(),
                state.active() ? stale(network.functions(), pf) : Optional.empty(), uses(network));
    }

    /** By the VFs that it lists, since a started network may no longer tell its PF; else by the PF's name. */
    Optional<PhysicalFunction> pf(NetworkState state) {
        return state.network().functions().stream().flatMap(vf -> functions.pfOf(vf).stream()).findFirst()
                .or(() -> state.pfs().flatMap(name -> functions.pfNamed(name).stream()).findFirst())
                .or(() -> state.madeFor().flatMap(functions::pfNamed));
    }

    private static Optional<String> stale(List<PciAddress> listed, Optional<PhysicalFunction> pf) {
        if (pf.isEmpty()) {
            return Optional.of("its PF is not there");
        }
        Set<PciAddress> there = Functions.addresses(pf.get());
        Set<PciAddress> gone = new HashSet<>(listed);
        gone.removeAll(there);
        there.removeAll(Set.copyOf(listed));
        if (gone.isEmpty() && there.isEmpty()) {
            return Optional.empty();
        }
        String lists = "it lists %d VFs, and %s has %d".formatted(listed.size(), pf.get().label(), pf.get().numVfs());
        return Optional.of(gone.isEmpty() ? lists : "%s: %d of its list are gone".formatted(lists, gone.size()));
    }

    private List<Pool.Use> uses(Network network) {
        return ports.stream().filter(port -> port.network().equals(network.id()))
                .map(port -> new Pool.Use(port.guest(), port.guestId(), port.mac(), port.function()))
                .sorted(Comparator.comparing(Pool.Use::guest)).toList();
    }
}
