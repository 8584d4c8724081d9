package io.fairlead.itests.faults;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.kernel.internal.KernelOn;
import io.fairlead.libvirt.internal.LibvirtOn;
import io.fairlead.networkmanager.internal.NetworkManagerOn;
import io.fairlead.sriov.internal.SriovOn;
import io.fairlead.systemd.internal.SystemdOn;
import java.util.List;

/** A simulated host with simulated daemons, and every provider that there is. */
public record FullHost(SimulatedHost host, Services services, Inventory inventory,
        List<ResourceProvider> providers) {

    /** With two PFs: eno4, and eno5 that a guest has a VF of. */
    public static FullHost begin() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
        host.putFile(HostPath.PROC.resolve("sys/kernel/random/boot_id"), "boot-1\n");
        Services services = Services.of(host);
        SriovOn sriov = SriovOn.of(services);
        return new FullHost(host, services, sriov.inventory(),
                List.of(sriov.provider(), NetworkManagerOn.of(host, services, sriov.inventory()),
                        SystemdOn.of(host, services, sriov.inventory()),
                        KernelOn.of(host, services, sriov.inventory()),
                        LibvirtOn.of(host, services, sriov.inventory())));
    }
}
