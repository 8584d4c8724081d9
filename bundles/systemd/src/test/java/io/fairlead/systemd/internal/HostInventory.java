package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.Link;
import io.fairlead.host.simulated.SimulatedHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The two PFs of a simulated host, by their names and addresses; who holds VFs is none of this bundle's. */
record HostInventory(SimulatedHost host) implements Inventory {

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return Stream.of("eno4", "eno5").map(this::read).toList();
    }

    @Override
    public PhysicalFunction physicalFunction(String selector) {
        return physicalFunctions().stream()
                .filter(pf -> pf.label().equals(selector) || pf.pci().toString().equals(selector)).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.USAGE, "there is no PF " + selector));
    }

    @Override
    public Inventory snapshot() {
        return this;
    }

    private PhysicalFunction read(String pf) {
        Map<Integer, VfAttributes> attributes = host.links().links().stream().filter(link -> link.name().equals(pf))
                .map(Link::vfs).findFirst().orElse(Map.of());
        List<VirtualFunction> functions = IntStream.range(0, host.numVfs(pf))
                .mapToObj(index -> new VirtualFunction(index, host.pciOf(pf, index), host.interfaceOf(pf, index),
                        host.driverOf(pf, index), Optional.empty(), Optional.empty(),
                        attributes.getOrDefault(index, VfAttributes.NONE), List.of()))
                .toList();
        return new PhysicalFunction(host.pciOf(pf), Optional.of(pf), 0x8086, 0x10c9, Optional.of("igb"),
                Optional.of(7), functions.size(), false, Optional.empty(), Optional.of("test"), Optional.empty(),
                List.of(), functions);
    }
}
