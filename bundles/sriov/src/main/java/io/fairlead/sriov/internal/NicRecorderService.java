package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.NicRecorder;
import io.fairlead.api.NicRecording;
import io.fairlead.api.NicRecording.Program;
import io.fairlead.api.PciAddress;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Links;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks at a PF with read-only means, and at nothing whose reading takes the device's lock. */
@Component
public final class NicRecorderService implements NicRecorder {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final HostPath KERNEL = HostPath.PROC.resolve("sys/kernel/osrelease");
    private static final String FIRST_VF = "virtfn0";
    /** Documentation/ABI/testing/sysfs-bus-pci; those of the SR-IOV capability are a PF's alone. */
    private static final List<String> ATTRIBUTES = List.of("vendor", "device", "subsystem_vendor", "subsystem_device",
            "class", "revision", "modalias", "numa_node", "max_link_speed", "max_link_width", "sriov_totalvfs",
            "sriov_offset", "sriov_stride", "sriov_vf_device", "sriov_vf_total_msix", "sriov_drivers_autoprobe",
            "reset_method");
    private static final List<String> LINKS = List.of("driver", "iommu_group");
    /** Documentation/ABI/testing/sysfs-class-net. */
    private static final List<String> INTERFACE = List.of("address", "addr_assign_type", "type", "mtu", "dev_id",
            "dev_port", "operstate");

    private final HostFiles files;
    private final Commands commands;
    private final FunctionTree tree;
    private final PfLookup lookup;

    @Activate
    public NicRecorderService(@Reference HostFiles files, @Reference Links links, @Reference Commands commands) {
        this.files = files;
        this.commands = commands;
        this.tree = new FunctionTree(files);
        this.lookup = new PfLookup(tree, links);
    }

    @Override
    public NicRecording record(String pf) {
        PciAddress pci = lookup.find(pf);
        Anonymous anonymous = new Anonymous();
        SortedMap<String, String> seen = new TreeMap<>();
        HostPath device = Sysfs.device(pci);
        look(device, "", seen);
        if (files.exists(device.resolve(FIRST_VF))) {
            look(device, FIRST_VF + "/", seen);
        }
        seen.replaceAll((_, content) -> anonymous.text(content));
        List<Program> programs = programs(pci).stream().flatMap(line -> run(line).stream())
                .map(said -> new Program(said.line(), said.status(), anonymous.text(said.text()),
                        anonymous.text(said.error())))
                .toList();
        return new NicRecording(pci, files.read(KERNEL).orElse(""), seen, programs);
    }

    private void look(HostPath device, String below, SortedMap<String, String> seen) {
        ATTRIBUTES.forEach(name -> read(device, below + name, seen));
        LINKS.forEach(name -> files.linkName(device.resolve(below + name)).ifPresent(to -> seen.put(below + name, to)));
        files.list(device.resolve(below + "net")).forEach(
                name -> INTERFACE.forEach(attribute -> read(device, below + "net/" + name + "/" + attribute, seen)));
    }

    private void read(HostPath device, String name, SortedMap<String, String> seen) {
        try {
            files.read(device.resolve(name)).ifPresent(content -> seen.put(name, content));
        } catch (UncheckedIOException _) {
            // there, and not to be read: of a driver's making, and no matter
        }
    }

    private List<List<String>> programs(PciAddress pci) {
        String handle = "pci/" + pci;
        List<List<String>> lines = new ArrayList<>();
        tree.interfaceOf(pci).ifPresent(name -> {
            lines.add(List.of("ip", "-j", "-d", "link", "show", "dev", name));
            lines.add(List.of("ethtool", "-i", name));
            lines.add(List.of("ethtool", "-k", name));
        });
        lines.add(List.of("devlink", "-j", "dev", "info", handle));
        lines.add(List.of("devlink", "-j", "dev", "eswitch", "show", handle));
        lines.add(List.of("devlink", "-j", "dev", "param", "show", handle));
        lines.add(List.of("lspci", "-nnvvv", "-s", pci.toString()));
        return lines;
    }

    private Optional<Program> run(List<String> line) {
        if (!commands.has(line.getFirst())) {
            return Optional.empty();
        }
        String said = String.join(" ", line);
        try {
            Commands.Result result = commands.run(BOUND, line);
            return Optional.of(new Program(said, result.status(), result.output(), result.error()));
        } catch (FairleadException e) {
            return Optional.of(new Program(said, -1, "", e.getMessage()));
        }
    }
}
