package io.fairlead.libvirt.internal;

import io.fairlead.host.HostPath;
import java.util.List;

/** Where libvirt keeps its networks; the files are its own, and are written by it alone while it runs. */
final class PoolFiles {

    private static final HostPath NETWORKS = HostPath.ETC.resolve("libvirt/qemu/networks");

    private PoolFiles() {
    }

    /** The definition of a network. */
    static HostPath definition(String name) {
        return NETWORKS.resolve(name + ".xml");
    }

    /** Where something changes when a network does. */
    static List<HostPath> directories() {
        return List.of(NETWORKS, NETWORKS.resolve("autostart"), HostPath.RUN.resolve("libvirt/network"));
    }
}
