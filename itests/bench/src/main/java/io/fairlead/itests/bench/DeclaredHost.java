package io.fairlead.itests.bench;

import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Lifecycle;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.kernel.internal.KernelProvider;
import io.fairlead.kernel.internal.KernelService;
import io.fairlead.libvirt.internal.LibvirtOf;
import io.fairlead.libvirt.internal.PoolProgram;
import io.fairlead.lifecycle.internal.LifecycleOf;
import io.fairlead.networkmanager.internal.NetworkManagerOf;
import io.fairlead.sriov.internal.SriovOf;
import io.fairlead.systemd.internal.SystemdOf;
import io.fairlead.systemd.internal.VfProgram;
import java.util.List;
import java.util.Optional;

/** A simulated host with the real manager and all five real providers, whose daemons are simulated too. */
final class DeclaredHost {

    private static final HostPath CMDLINE = HostPath.PROC.resolve("cmdline");

    private final SimulatedHost host;
    private final Inventory inventory;
    private final Lifecycle lifecycle;

    /** All of it in memory. */
    DeclaredHost(SimulatedHost host) {
        this(host, host.files(), host.durableFiles());
    }

    /** With the manager's own state in these files. */
    DeclaredHost(SimulatedHost host, HostFiles files, DurableFiles durable) {
        this.host = host;
        host.putFile(CMDLINE, "BOOT_IMAGE=/boot/vmlinuz ro intel_iommu=on iommu=pt");
        host.putFile(HostPath.PROC.resolve("sys/kernel/random/boot_id"), "3f1c1f0e-0000-4000-8000-000000000001");
        host.install("systemd-analyze", _ -> new Commands.Result(0, "", ""));
        inventory = SriovOf.inventory(host, host.files());
        List<ResourceProvider> providers = List.of(SriovOf.host(host, inventory),
                NetworkManagerOf.host(host, inventory), SystemdOf.host(host, inventory),
                new KernelProvider(new KernelService(host.files(), host.ownFiles(), host.durableFiles(),
                        host.commands(), host.writerLock(), Optional.of(inventory)), host.events()),
                LibvirtOf.host(host, inventory));
        List<NativeProgram> programs = List.of(new VfProgram(), new PoolProgram());
        lifecycle = LifecycleOf.host(host, files, durable, inventory, providers, programs);
    }

    SimulatedHost host() {
        return host;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    List<PhysicalFunction> physicalFunctions() {
        return inventory.physicalFunctions();
    }

    Outcome apply(Document document) {
        return lifecycle.apply(new ApplyRequest(document, ApplyRequest.DEFAULT, true, "bench", Optional.empty(),
                Optional.empty()), _ -> {
                });
    }

    /** Each VF of each PF with an address and a VLAN of its own, a rule, a unit and a pool for each PF, and hooks. */
    Document document(int vfs) {
        return document(physicalFunctions(), vfs);
    }

    /** The same for some of the PFs. */
    static Document document(List<PhysicalFunction> pfs, int vfs) {
        StringBuilder yaml = new StringBuilder("""
                networkManager: {unmanaged: virtual-functions}
                physicalFunctions:
                """);
        for (int pf = 0; pf < pfs.size(); pf++) {
            yaml.append("""
                      %s:
                        virtualFunctions: %d
                        probeDrivers: false
                        each: {spoofCheck: true, trust: false}
                        functions:
                    """.formatted(pfs.get(pf).label(), vfs));
            for (int vf = 0; vf < vfs; vf++) {
                yaml.append("      %d: {mac: \"52:54:00:00:%02x:%02x\", vlan: %d}%n".formatted(vf, pf, vf, 100 + vf));
            }
        }
        yaml.append("libvirt:\n  guestsMay: [trust]\n  pools:\n");
        pfs.forEach(pf -> yaml.append("    pool-%1$s: %1$s%n".formatted(pf.label())));
        return new Document("host.yaml", yaml.toString());
    }
}
