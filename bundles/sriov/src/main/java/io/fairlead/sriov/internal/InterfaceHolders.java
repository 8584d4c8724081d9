package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.HolderSource;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.ForeignLink;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The uses of a VF's network interface: an address, a master, a route, an interface on top, an AF_XDP socket, or another
 * network namespace.
 *
 * <p>An interface that is merely up is not in use: the kernel gives it a link-local address by itself.
 */
final class InterfaceHolders implements HolderSource {

    private final HostFiles files;
    private final Links links;

    InterfaceHolders(HostFiles files, Links links) {
        this.files = files;
        this.links = links;
    }

    @Override
    public Map<PciAddress, List<Holder>> holders(Collection<VirtualFunction> functions) {
        List<VirtualFunction> here = functions.stream().filter(vf -> vf.name().isPresent()).toList();
        List<VirtualFunction> gone = functions.stream().filter(vf -> vf.name().isEmpty() && elsewhere(vf)).toList();
        if (here.isEmpty() && gone.isEmpty()) {
            return Map.of();
        }
        List<ForeignLink> foreign = links.inOtherNamespaces();
        Map<PciAddress, List<Holder>> holders = new LinkedHashMap<>();
        gone.forEach(vf -> holders.put(vf.pci(), List.of(namespaceOf(vf, foreign))));
        if (!here.isEmpty()) {
            InterfaceUses uses = new InterfaceUses(links, foreign);
            here.forEach(vf -> holders.put(vf.pci(), uses.of(vf.name().orElseThrow())));
        }
        return holders;
    }

    /** The directory stays when the interface moves to another namespace, and is then empty to us (fs/kernfs, ns tags). */
    private boolean elsewhere(VirtualFunction vf) {
        return vf.driver().isPresent() && files.exists(Sysfs.device(vf.pci()).resolve("net"));
    }

    private static Holder namespaceOf(VirtualFunction vf, List<ForeignLink> foreign) {
        return foreign.stream().filter(link -> link.link().device().equals(Optional.of(vf.pci())))
                .map(link -> new Holder.Namespace(link.namespace())).findFirst()
                .orElse(new Holder.Namespace("(unknown)"));
    }
}
