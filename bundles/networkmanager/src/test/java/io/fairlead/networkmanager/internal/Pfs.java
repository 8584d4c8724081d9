package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Holder;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.simulated.SimulatedHost;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** eno4 and eno5 of a simulated host, also known by their addresses. */
final class Pfs implements Inventory {

    private final SimulatedHost host;
    private final Set<String> used = new HashSet<>();

    Pfs(SimulatedHost host) {
        this.host = host;
    }

    /** A VF's interface gets an address. */
    void use(String interfaceName) {
        used.add(interfaceName);
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return Stream.of("eno4", "eno5").map(this::pf).toList();
    }

    @Override
    public PhysicalFunction physicalFunction(String word) {
        return physicalFunctions().stream().filter(pf -> pf.label().equals(word) || pf.pci().toString().equals(word))
                .findFirst().orElseThrow(() -> new FairleadException(Kind.USAGE,
                        "there is no interface or PCI function %s".formatted(word)));
    }

    @Override
    public Inventory snapshot() {
        return this;
    }

    private PhysicalFunction pf(String name) {
        List<VirtualFunction> vfs = IntStream.range(0, host.numVfs(name)).mapToObj(i -> vf(name, i)).toList();
        return new PhysicalFunction(host.pciOf(name), Optional.of(name), 0x8086, 0x10c9, Optional.of("igb"),
                Optional.of(7), vfs.size(), true, Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                vfs);
    }

    private VirtualFunction vf(String pf, int index) {
        Optional<String> name = host.interfaceOf(pf, index);
        List<Holder> holders = name.filter(used::contains).stream()
                .<Holder>map(one -> new Holder.Interface(one, "address 192.0.2.1/24")).toList();
        return new VirtualFunction(index, host.pciOf(pf, index), name, Optional.empty(), Optional.empty(),
                Optional.empty(), VfAttributes.NONE, holders);
    }
}
