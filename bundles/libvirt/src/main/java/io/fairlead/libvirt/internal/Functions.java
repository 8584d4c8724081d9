package io.fairlead.libvirt.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The VFs of this host by their address, and their PFs. */
final class Functions {

    private final Map<PciAddress, PhysicalFunction> pfs = new HashMap<>();
    private final Map<PciAddress, VirtualFunction> functions = new HashMap<>();
    private final List<PhysicalFunction> all;

    Functions(List<PhysicalFunction> all) {
        this.all = all;
        for (PhysicalFunction pf : all) {
            for (VirtualFunction vf : pf.functions()) {
                pfs.put(vf.pci(), pf);
                functions.put(vf.pci(), vf);
            }
        }
    }

    static Functions of(Inventory inventory) {
        return new Functions(inventory.physicalFunctions());
    }

    Optional<VirtualFunction> vf(PciAddress address) {
        return Optional.ofNullable(functions.get(address));
    }

    Optional<PhysicalFunction> pfOf(PciAddress address) {
        return Optional.ofNullable(pfs.get(address));
    }

    Optional<PhysicalFunction> pfNamed(String name) {
        return all.stream().filter(pf -> pf.name().filter(name::equals).isPresent()).findFirst();
    }

    Optional<PhysicalFunction> labelled(String label) {
        return all.stream().filter(pf -> pf.label().equals(label)).findFirst();
    }

    static Set<PciAddress> addresses(PhysicalFunction pf) {
        return pf.functions().stream().map(VirtualFunction::pci).collect(Collectors.toCollection(HashSet::new));
    }
}
