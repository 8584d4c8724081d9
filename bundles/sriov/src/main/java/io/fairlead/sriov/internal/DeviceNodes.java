package io.fairlead.sriov.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.HostFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which device node belongs to which VFs. Each sort of node is looked up when the first of its sort is asked for: most
 * hosts use one sort, and a look costs a directory for every VF.
 */
final class DeviceNodes {

    private final HostFiles files;
    private final Collection<VirtualFunction> functions;
    private final Map<Sort, Map<String, List<PciAddress>>> known = new HashMap<>();

    DeviceNodes(HostFiles files, Collection<VirtualFunction> functions) {
        this.files = files;
        this.functions = functions;
    }

    /** How nodes are named below the device root, and where sysfs has them below the function. */
    private enum Sort {
        VFIO_DEVICE("vfio/devices/", "vfio-dev"), VFIO_GROUP("vfio/", ""), VERBS("infiniband/",
                "infiniband_verbs"), VDPA("vhost-vdpa-", ""), UIO("uio", "uio");

        private final String prefix;
        private final String directory;

        Sort(String prefix, String directory) {
            this.prefix = prefix;
            this.directory = directory;
        }
    }

    /** The functions that one can use through the node ({@code vfio/12}); none where it is not of a VF. */
    List<PciAddress> functionsOf(String node) {
        return Stream.of(Sort.values()).filter(sort -> node.startsWith(sort.prefix)).findFirst()
                .map(sort -> known.computeIfAbsent(sort, this::look).getOrDefault(key(node), List.of()))
                .orElse(List.of());
    }

    /** A group without an IOMMU is called {@code noiommu-N}, and numbered like the others (drivers/vfio/group.c). */
    private static String key(String node) {
        return node.substring(node.lastIndexOf('/') + 1).replace("noiommu-", "");
    }

    private Map<String, List<PciAddress>> look(Sort sort) {
        Map<String, List<PciAddress>> byName = new HashMap<>();
        for (VirtualFunction vf : functions) {
            names(sort, vf).forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(vf.pci()));
        }
        return byName;
    }

    private List<String> names(Sort sort, VirtualFunction vf) {
        return switch (sort) {
            case VFIO_GROUP -> vf.iommuGroup().map(String::valueOf).stream().toList();
            case VDPA -> files.list(Sysfs.device(vf.pci())).stream().filter(entry -> entry.startsWith("vdpa"))
                    .flatMap(entry -> files.list(Sysfs.device(vf.pci()).resolve(entry)).stream()).toList();
            case VFIO_DEVICE, VERBS, UIO -> files.list(Sysfs.device(vf.pci()).resolve(sort.directory));
        };
    }
}
