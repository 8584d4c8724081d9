package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The VFs of each PF as a resource. What the kernel keeps of them is gone with the next boot, so that a try and what is kept
 * are the same here: the PF's unit makes it last. VFs of a PF that is not declared are left alone, whoever made them.
 */
@Component
public final class SriovProvider implements ResourceProvider {

    /** The program of the same name makes VFs at boot, and puts them back. */
    private static final String PROGRAM = "interface-vf";

    private final SriovService sriov;
    private final Inventory inventory;
    private final HostFiles files;
    private final NicUse nics;
    private final Links links;
    private final HostEvents events;

    /** On these services. */
    @Activate
    public SriovProvider(@Reference SriovService sriov, @Reference Inventory inventory, @Reference NicAllocation nics,
            @Reference HostFiles files, @Reference Links links, @Reference HostEvents events) {
        this.sriov = sriov;
        this.inventory = inventory;
        this.files = files;
        this.nics = new NicUse(files, nics);
        this.links = links;
        this.events = events;
    }

    @Override
    public String section() {
        return PfSection.NAME;
    }

    @Override
    public String schema() {
        return PfSection.SCHEMA;
    }

    @Override
    public Optional<Map<String, Object>> describe() {
        PfDescriber describer = new PfDescriber(nics);
        Map<String, Object> section = new LinkedHashMap<>();
        inventory.physicalFunctions().stream()
                .filter(pf -> pf.numVfs() > 0 || pf.eswitchMode().equals(Optional.of(EswitchMode.SWITCHDEV)))
                .forEach(pf -> section.put(pf.fileName(), describer.describe(pf)));
        return Optional.of(section).filter(described -> !described.isEmpty());
    }

    @Override
    public List<Problem> check(Declaration declaration, Inventory host) {
        return new PfCheck(host, nics, files).problems(declaration);
    }

    @Override
    public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
        List<ResourceChange> changes = new ArrayList<>();
        PfSection.of(declaration).forEach((selector, declared) -> {
            PhysicalFunction pf = host.physicalFunction(selector);
            PfState wanted = PfState.ofDocument(declared);
            if (!wanted.isSo(pf)) {
                changes.add(new ResourceChange(id(pf), PfState.of(pf).value(), wanted.value(),
                        new PfEffects(links, nics).of(pf, wanted), follows(declaration, pf, host), Set.of()));
            }
        });
        return changes;
    }

    private static ResourceId id(PhysicalFunction pf) {
        return new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, pf.fileName());
    }

    /** A rule that is to go goes after the VFs do, and then they do not follow it. */
    private static Set<ResourceId> follows(Declaration declaration, PhysicalFunction pf, Inventory host) {
        Object unmanaged = declaration.section("networkManager").map(section -> section.get("unmanaged")).orElse(null);
        boolean keptOff = switch (unmanaged) {
            case null -> false;
            case List<?> selectors -> selectors.stream().anyMatch(selector -> names(selector.toString(), pf, host));
            default -> true;
        };
        return keptOff ? Set.of(new ResourceId(ResourceKinds.NETWORK_MANAGER_RULE, pf.fileName())) : Set.of();
    }

    private static boolean names(String selector, PhysicalFunction pf, Inventory host) {
        try {
            return host.nameOf(selector).equals(pf.fileName());
        } catch (FairleadException _) {
            // a problem of that section's, and said by its provider
            return false;
        }
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        PhysicalFunction pf = inventory.physicalFunction(id.name());
        PfState wanted = PfState.ofValue(target);
        if (wanted.isSo(pf)) {
            return;
        }
        if (!PfState.ofValue(expected).isSo(pf)) {
            throw new FairleadException(Kind.BUSY,
                    "the VFs of %s are no longer as they were planned from, and nothing was changed: plan again"
                            .formatted(pf.label()));
        }
        sriov.pfs().set(id.name(), wanted, progress);
    }

    @Override
    public void undo(ResourceChange change, Consumer<String> progress) {
        sriov.pfs().putBack(change.id().name(), PfState.ofValue(change.before()), PfState.ofValue(change.after()),
                progress);
    }

    /** What a guest has now is the guest's, and not put back. */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        PfState before = PfState.ofValue(change.before());
        TreeMap<Integer, VfState> functions = new TreeMap<>(before.functions());
        inventory.physicalFunction(change.id().name()).functions().stream().filter(PfState::hasGuest)
                .forEach(vf -> functions.remove(vf.index()));
        return List.of(new UndoStep.RunNative(PROGRAM, List.of("restore", change.id().name()),
                NativeDescription.of(new PfState(before.vfs(), before.probe(), before.eswitch(), functions))));
    }

    @Override
    public Watch watch(Runnable changed) {
        HostEvents.Subscription devices = events.watchDevices(changed);
        return devices::close;
    }
}
