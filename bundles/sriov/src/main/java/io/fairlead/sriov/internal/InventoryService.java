package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.HolderSource;
import io.fairlead.api.Inventory;
import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Link;
import io.fairlead.host.Links;
import io.fairlead.host.Processes;
import io.fairlead.host.SlowOperations;
import io.fairlead.spi.nic.NicFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Puts together what sysfs, rtnetlink, the holder sources, the NIC drivers and unfinished operations tell. */
@Component
public final class InventoryService implements Inventory {

    private final FunctionTree tree;
    private final PfLookup lookup;
    private final Links links;
    private final SlowOperations operations;
    private final NicAllocation nics;
    private final HostFiles files;
    private final HolderSource devices;
    private final EswitchModes eswitches;

    /** Sources in other bundles, which come and go. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<HolderSource> others = List.of();

    @Activate
    public InventoryService(@Reference HostFiles files, @Reference Links links, @Reference Processes processes,
            @Reference SlowOperations operations, @Reference NicAllocation nics, @Reference Commands commands) {
        this.tree = new FunctionTree(files);
        this.lookup = new PfLookup(tree, links);
        this.links = links;
        this.operations = operations;
        this.nics = nics;
        this.files = files;
        this.devices = new DeviceHolders(files, processes);
        this.eswitches = new EswitchModes(nics, new Devlink(commands));
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return compose(tree.physicalFunctions().stream().map(tree::read).toList());
    }

    @Override
    public PhysicalFunction physicalFunction(String selector) {
        return compose(List.of(tree.read(lookup.find(selector)))).getFirst();
    }

    @Override
    public Inventory snapshot() {
        return new InventorySnapshot(tree, links, this::physicalFunctions);
    }

    @Override
    public String nameOf(String selector) {
        PciAddress pci = lookup.find(selector);
        return PhysicalFunction.fileName(tree.interfaceOf(pci), pci);
    }

    private List<PhysicalFunction> compose(List<FunctionTree.Base> bases) {
        List<VirtualFunction> functions = bases.stream().flatMap(base -> base.functions().stream()).toList();
        Links look = new OneLook(links);
        List<HolderSource> sources = new ArrayList<>(List.of(devices, new InterfaceHolders(files, look)));
        sources.addAll(others);
        HolderFinder.Found holders = new HolderFinder(sources).find(functions);
        Attributes attributes = functions.isEmpty() ? new Attributes(Map.of(), List.of()) : attributes(look);
        Map<PciAddress, Operation> records = operations.records();
        Map<PciAddress, EswitchMode> modes = eswitches.of(bases.stream().map(FunctionTree.Base::nicFunction)
                .filter(pf -> !isUnfinished(records.get(pf.pci()))).toList());
        return bases.stream().map(base -> compose(base, holders, attributes, records, modes)).toList();
    }

    private PhysicalFunction compose(FunctionTree.Base base, HolderFinder.Found holders, Attributes attributes,
            Map<PciAddress, Operation> records, Map<PciAddress, EswitchMode> modes) {
        Optional<EswitchMode> mode = Optional.ofNullable(modes.get(base.nicFunction().pci()));
        Map<Integer, String> representors = mode.filter(EswitchMode.SWITCHDEV::equals)
                .map(_ -> tree.representorsOf(base.nicFunction().pci(), base.name())).orElse(Map.of());
        Map<Integer, VfAttributes> byIndex = base.name().map(attributes.byInterface()::get).orElse(Map.of());
        List<VirtualFunction> functions = base.functions().stream()
                .map(vf -> vf.with(byIndex.getOrDefault(vf.index(), VfAttributes.NONE)).heldBy(holders.of(vf)))
                .map(vf -> representors.containsKey(vf.index()) ? vf.representedBy(representors.get(vf.index())) : vf)
                .toList();
        List<String> unknown = base.functions().isEmpty()
                ? List.of()
                : Stream.concat(holders.unknown().stream(), attributes.unknown().stream()).distinct().toList();
        NicFunction pf = base.nicFunction();
        return new PhysicalFunction(pf.pci(), base.name(), pf.vendorId(), pf.deviceId(), pf.kernelDriver(),
                base.totalVfs(),
                functions.size(), base.probe().orElse(true), mode, nics.driverOf(pf),
                Optional.ofNullable(records.get(pf.pci())), unknown, functions);
    }

    /** devlink waits for the same lock as the operation. */
    private static boolean isUnfinished(Operation operation) {
        return operation != null && operation.state() != Operation.State.FAILED;
    }

    /** The attributes of VFs by the name of their PF's interface. */
    private record Attributes(Map<String, Map<Integer, VfAttributes>> byInterface, List<String> unknown) {
    }

    /** Without rtnetlink the functions are still listed; {@link PhysicalFunction#holdersUnknown()} then says why. */
    private static Attributes attributes(Links links) {
        try {
            Map<String, Map<Integer, VfAttributes>> byInterface = new HashMap<>();
            for (Link link : links.links()) {
                byInterface.put(link.name(), link.vfs());
            }
            return new Attributes(byInterface, List.of());
        } catch (FairleadException e) {
            return new Attributes(Map.of(), List.of(e.getMessage()));
        }
    }
}
