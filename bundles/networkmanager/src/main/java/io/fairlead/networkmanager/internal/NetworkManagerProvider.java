package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.networkmanager.NetworkManager.Request;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.dbus.SystemBus;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.OwnFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What keeps NetworkManager off the VFs of each PF, as resources. A value has {@code way} and {@code kept}, and one that
 * was read also {@code files}, their content, by which it can be put back, and {@code managed}, the VFs that NetworkManager
 * manages all the same.
 *
 * <p>A host without NetworkManager is planned by its files alone: what is written holds when it comes.
 */
@Component
public final class NetworkManagerProvider implements ResourceProvider {

    private final NetworkManagerService networkManager;
    private final Inventory inventory;
    private final OwnFiles own;
    private final HostEvents events;
    private final RuleStates states;

    /** On these services. */
    @Activate
    public NetworkManagerProvider(@Reference NetworkManagerService networkManager, @Reference Inventory inventory,
            @Reference HostFiles files, @Reference OwnFiles own, @Reference HostEvents events) {
        this.networkManager = networkManager;
        this.inventory = inventory;
        this.own = own;
        this.events = events;
        this.states = new RuleStates(networkManager, files, own);
    }

    @Override
    public String section() {
        return Section.NAME;
    }

    @Override
    public String schema() {
        return Section.SCHEMA;
    }

    @Override
    public Optional<Map<String, Object>> describe() {
        List<PhysicalFunction> pfs = inventory.physicalFunctions();
        Map<String, RuleState> there = states.read(pfs);
        List<String> kept = there.keySet().stream().filter(pf -> there.get(pf).isSettled(Persistence.KEEP)).sorted()
                .toList();
        boolean every = pfs.stream().map(PhysicalFunction::label).allMatch(kept::contains);
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.of(Section.UNMANAGED, Section.unmanaged(kept, every)));
    }

    @Override
    public List<Problem> check(Declaration declaration, Inventory host) {
        return new SectionCheck(host, networkManager).problems(declaration);
    }

    @Override
    public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
        Section section = Section.of(declaration);
        if (!section.everyPf() && section.pfs().isEmpty() && states.none()) {
            return List.of();
        }
        List<PhysicalFunction> pfs = host.physicalFunctions();
        Set<String> wanted = (section.everyPf() ? pfs.stream() : section.pfs().stream().map(host::physicalFunction))
                .map(PhysicalFunction::label).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, RuleState> there = states.read(pfs);
        List<ResourceChange> changes = new ArrayList<>();
        for (String pf : wanted) {
            Optional<RuleState> now = Optional.ofNullable(there.get(pf));
            if (now.filter(state -> state.isSettled(persistence)).isEmpty()) {
                changes.add(change(pf, now.map(RuleState::value).orElse(Map.of()), RuleState.WANTED));
            }
        }
        there.forEach((pf, state) -> {
            if (!wanted.contains(pf)) {
                changes.add(change(pf, state.value(), Map.of()));
            }
        });
        return changes;
    }

    /** Before there are VFs that NetworkManager could take, and until there are none that were kept from it. */
    private static ResourceChange change(String pf, Map<String, Object> before, Map<String, Object> after) {
        Set<ResourceId> vfs = Set.of(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, pf));
        return new ResourceChange(new ResourceId(ResourceKinds.NETWORK_MANAGER_RULE, pf), before, after, List.of(),
                after.isEmpty() ? vfs : Set.of(), after.isEmpty() ? Set.of() : vfs);
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        refuseOthers(id);
        Optional<RuleState> now = states.of(id.name());
        if (!is(now, expected) && !is(now, target)) {
            throw new FairleadException(Kind.BUSY,
                    "%s is no longer as it was when this was planned: plan again".formatted(id));
        }
        if (target.isEmpty()) {
            if (now.isPresent()) {
                progress.accept("give the VFs of %s to NetworkManager".formatted(id.name()));
                networkManager.putBack(id.name(), Map.of());
            }
        } else if (now.filter(state -> state.isSettled(persistence)).isEmpty()) {
            progress.accept("keep NetworkManager off the VFs of %s".formatted(id.name()));
            networkManager.unmanage(id.name(), request(id.name(), persistence));
        }
    }

    private static void refuseOthers(ResourceId id) {
        if (!id.kind().equals(ResourceKinds.NETWORK_MANAGER_RULE)) {
            throw new FairleadException(Kind.USAGE, "%s is nothing of NetworkManager's".formatted(id));
        }
    }

    private static boolean is(Optional<RuleState> now, Map<String, Object> value) {
        return value.isEmpty() ? now.isEmpty() : now.filter(state -> state.is(value)).isPresent();
    }

    /** A rule below /etc hides one of its name below /run, so that where there is one it has to be put right itself. */
    private Request request(String pf, Persistence persistence) {
        var kept = OurFiles.place(states.fileName(pf), Way.UDEV_RULE, Persistence.KEEP);
        OwnFiles.Standing standing = own.standing(kept);
        Persistence place = standing == OwnFiles.Standing.ABSENT ? persistence : Persistence.KEEP;
        return new Request(place, Way.UDEV_RULE, standing == OwnFiles.Standing.CHANGED, false);
    }

    @Override
    public void undo(ResourceChange change, Consumer<String> progress) {
        refuseOthers(change.id());
        progress.accept("put back what NetworkManager is told of the VFs of %s".formatted(change.id().name()));
        networkManager.putBack(change.id().name(), RuleState.filesOf(change.before()));
    }

    /** NetworkManager takes back by itself only at its next start what udev had taken from it. */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        List<UndoStep> steps = new ArrayList<>();
        OurFiles.places(states.fileName(change.id().name())).forEach(file -> steps.addAll(own.wayBack(file)));
        steps.add(new UndoStep.Reload(UndoStep.Daemon.UDEV));
        steps.add(new UndoStep.Reload(UndoStep.Daemon.NETWORK_MANAGER));
        return steps;
    }

    @Override
    public Watch watch(Runnable changed) {
        HostEvents.Subscription files = events.watchDirectories(OurFiles.directories(), changed);
        SystemBus.Subscription bus = networkManager.watch(changed);
        return () -> {
            files.close();
            bus.close();
        };
    }
}
