package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.api.networkmanager.NetworkManager.Request;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Resource;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What keeps NetworkManager off the VFs of each PF, as resources; the value has {@code way}. */
@Component
public final class NetworkManagerProvider implements ResourceProvider {

    private static final String WAY = "way";

    private final NetworkManager networkManager;
    private final Inventory inventory;
    private final HostFiles files;

    @Activate
    public NetworkManagerProvider(@Reference NetworkManager networkManager, @Reference Inventory inventory,
            @Reference HostFiles files) {
        this.networkManager = networkManager;
        this.inventory = inventory;
        this.files = files;
    }

    @Override
    public String section() {
        return Section.NAME;
    }

    @Override
    public String schema() {
        return Section.SCHEMA;
    }

    /** By our files: they are there, and can be changed, whether NetworkManager runs or not. */
    @Override
    public List<Resource> observe() {
        Map<ResourceId, Resource> resources = new LinkedHashMap<>();
        OurFiles.find(files)
                .forEach(kept -> resources.putIfAbsent(id(kept.pf()), new Resource(id(kept.pf()), value(kept.way()))));
        return List.copyOf(resources.values());
    }

    private static ResourceId id(String pf) {
        return new ResourceId(ResourceKinds.NETWORK_MANAGER_RULE, pf);
    }

    private static Map<String, Object> value(Way way) {
        return Map.of(WAY, way.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Override
    public List<ResourceChange> plan(Optional<Map<String, Object>> desired) {
        Section section = Section.of(desired);
        Map<ResourceId, Map<String, Object>> there = new LinkedHashMap<>();
        observe().forEach(resource -> there.put(resource.id(), resource.value()));
        List<PhysicalFunction> pfs = section.everyPf()
                ? inventory.physicalFunctions()
                : section.pfs().stream().map(inventory::physicalFunction).toList();
        Set<ResourceId> wanted = new LinkedHashSet<>();
        pfs.forEach(pf -> wanted.add(id(OurFiles.nameOf(pf))));
        List<ResourceChange> changes = new ArrayList<>();
        wanted.stream().filter(id -> !there.containsKey(id))
                .forEach(id -> changes.add(change(id, Map.of(), value(Way.UDEV_RULE))));
        there.forEach((id, value) -> {
            if (!wanted.contains(id)) {
                changes.add(change(id, value, Map.of()));
            }
        });
        return changes;
    }

    private static ResourceChange change(ResourceId id, Map<String, Object> before, Map<String, Object> after) {
        return new ResourceChange(id, before, after, List.of(), Set.of());
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        if (!id.kind().equals(ResourceKinds.NETWORK_MANAGER_RULE)) {
            throw new FairleadException(Kind.USAGE, "%s is nothing of NetworkManager's".formatted(id));
        }
        Map<String, Object> now = observe().stream().filter(resource -> resource.id().equals(id)).findFirst()
                .map(Resource::value).orElse(Map.of());
        if (!now.equals(expected) && !now.equals(target)) {
            throw new FairleadException(Kind.BUSY,
                    "%s is no longer as it was when this was planned: plan again".formatted(id));
        }
        if (target.isEmpty()) {
            if (!now.isEmpty()) {
                progress.accept("give the VFs of %s to NetworkManager".formatted(id.name()));
                networkManager.manage(id.name(), false, false);
            }
        } else {
            progress.accept("keep NetworkManager off the VFs of %s".formatted(id.name()));
            networkManager.unmanage(id.name(), new Request(persistence, way(target), false, false));
        }
    }

    private static Way way(Map<String, Object> value) {
        return value.equals(value(Way.KEYFILE)) ? Way.KEYFILE : Way.UDEV_RULE;
    }

    /** NetworkManager takes back by itself only at its next start what udev had taken from it. */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        List<UndoStep> steps = new ArrayList<>();
        for (Persistence persistence : Persistence.values()) {
            for (Way way : Way.values()) {
                steps.add(restore(OurFiles.place(change.id().name(), way, persistence)));
            }
        }
        steps.add(new UndoStep.Reload(UndoStep.Daemon.UDEV));
        steps.add(new UndoStep.Reload(UndoStep.Daemon.NETWORK_MANAGER));
        return steps;
    }

    private UndoStep restore(HostPath file) {
        return new UndoStep.RestoreFile(file.toString(), files.content(file),
                files.info(file).map(info -> info.mode() & 0777).orElse(0));
    }
}
