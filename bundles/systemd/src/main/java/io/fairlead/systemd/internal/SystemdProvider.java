package io.fairlead.systemd.internal;

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
import io.fairlead.api.resource.UndoStep.PruneDirectory;
import io.fairlead.api.resource.UndoStep.Reload;
import io.fairlead.api.resource.UndoStep.RestoreFile;
import io.fairlead.api.resource.UndoStep.RunNative;
import io.fairlead.api.systemd.SystemdStatus;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * The units that make VFs at boot as resources, one for each PF that is declared with VFs. What they make is what the
 * document says, not what the PF is.
 */
@Component
public final class SystemdProvider implements ResourceProvider {

    private final UnitsService service;
    private final Inventory inventory;
    private final HostFiles files;
    private final OwnFiles own;
    private final HostEvents events;

    /** On these services. */
    @Activate
    public SystemdProvider(@Reference UnitsService service, @Reference Inventory inventory, @Reference HostFiles files,
            @Reference OwnFiles own, @Reference HostEvents events) {
        this.service = service;
        this.inventory = inventory;
        this.files = files;
        this.own = own;
        this.events = events;
    }

    @Override
    public String section() {
        return UnitSection.NAME;
    }

    @Override
    public String schema() {
        return UnitSection.SCHEMA;
    }

    /** Nothing needs to be said where each PF that has VFs has its unit. */
    @Override
    public Optional<Map<String, Object>> describe() {
        if (service.status().state() == SystemdStatus.State.ABSENT) {
            return Optional.empty();
        }
        List<String> withVfs = inventory.physicalFunctions().stream().filter(pf -> pf.numVfs() > 0)
                .map(PhysicalFunction::fileName).sorted().toList();
        List<String> atBoot = service.units().described().stream().filter(withVfs::contains).sorted().toList();
        return atBoot.equals(withVfs) ? Optional.empty() : Optional.of(Map.of(UnitSection.AT_BOOT, atBoot));
    }

    @Override
    public List<Problem> check(Declaration declaration, Inventory host) {
        UnitSection section = UnitSection.of(declaration);
        List<Problem> problems = new ArrayList<>(
                new UnitCheck(host, files).problems(section, service.others().find()));
        if (section.atBoot().filter(selectors -> !selectors.isEmpty()).isPresent()
                && service.status().state() == SystemdStatus.State.ABSENT) {
            problems.add(new Problem("/%s/%s".formatted(UnitSection.NAME, UnitSection.AT_BOOT), true,
                    "%s, so no unit can make VFs at boot: leave it out".formatted(service.status().detail())));
        }
        return problems;
    }

    @Override
    public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
        Map<String, Description> wanted = wanted(UnitSection.of(declaration), host);
        Set<String> names = new LinkedHashSet<>(service.units().described());
        names.addAll(wanted.keySet());
        // Where there is no systemd there are no units, and nothing is amiss.
        if (names.isEmpty() || service.status().state() == SystemdStatus.State.ABSENT) {
            return List.of();
        }
        List<String> services = services();
        List<ResourceChange> changes = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> before = value(name, services);
            Map<String, Object> after = Optional.ofNullable(wanted.get(name)).map(UnitValue::wanted).orElse(Map.of());
            if (!UnitValue.isSo(before, after, persistence)) {
                changes.add(change(name, before, after));
            }
        }
        return changes;
    }

    private static Map<String, Description> wanted(UnitSection section, Inventory host) {
        Optional<List<String>> atBoot = section.atBoot()
                .map(selectors -> selectors.stream().map(host::nameOf).toList());
        Map<String, Description> wanted = new TreeMap<>();
        section.wanted().forEach((selector, pf) -> {
            String name = host.nameOf(selector);
            if (atBoot.isEmpty() || atBoot.get().contains(name)) {
                wanted.put(name, Description.declared(pf));
            }
        });
        return wanted;
    }

    private static ResourceChange change(String name, Map<String, Object> before, Map<String, Object> after) {
        Set<ResourceId> vfs = Set.of(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, name));
        return new ResourceChange(new ResourceId(ResourceKinds.VF_UNIT, name), before, after, List.of(),
                after.isEmpty() ? Set.of() : vfs, after.isEmpty() ? vfs : Set.of());
    }

    private List<String> services() {
        SystemdStatus status = service.status();
        if (status.state() != SystemdStatus.State.RUNNING) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s, so it cannot be told which units are in force: look at it with systemctl status"
                            .formatted(status.detail()));
        }
        return service.units().services();
    }

    private Map<String, Object> value(String name, List<String> services) {
        return UnitValue.of(service.units().descriptions(name), service.units().missing(name, services));
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        String name = id.name();
        Map<String, Object> now = value(name, services());
        Descriptions is = UnitValue.descriptions(now);
        if (UnitValue.isSo(now, target)) {
            if (persistence == Persistence.KEEP && UnitValue.isTry(now)) {
                progress.accept("keeping the unit that makes the VFs of %s".formatted(name));
                service.installer().declare(name, new Descriptions(is.inForce(), Optional.empty()));
            }
            return;
        }
        if (!now.equals(expected)) {
            throw new FairleadException(Kind.BUSY,
                    "the unit for %s is not as it was planned from, and nothing was changed: plan again"
                            .formatted(name));
        }
        if (target.isEmpty()) {
            progress.accept("removing the unit that makes the VFs of %s at boot".formatted(name));
            service.installer().declare(name, Descriptions.NONE);
        } else {
            progress.accept("installing the unit that makes the VFs of %s at boot".formatted(name));
            Optional<Description> description = UnitValue.descriptions(target).inForce();
            service.installer().declare(name, persistence == Persistence.KEEP
                    ? new Descriptions(description, Optional.empty())
                    : new Descriptions(is.kept(), description));
        }
    }

    @Override
    public void undo(ResourceChange change, Consumer<String> progress) {
        String name = change.id().name();
        if (!value(name, services()).equals(change.before())) {
            progress.accept("putting back the unit of %s".formatted(name));
            service.installer().putBack(name, UnitValue.descriptions(change.before()));
        } else if (change.before().isEmpty()) {
            // The files went without us; that it was started stays in systemd's memory.
            service.installer().forget(name);
        }
    }

    /**
     * All files as they are now, of what is tried and of what is kept. The link by which systemd starts the unit at boot is
     * none that can be restored as a file.
     */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        String name = change.id().name();
        Map<String, UndoStep> restored = new LinkedHashMap<>();
        Set<String> pruned = new LinkedHashSet<>();
        for (Persistence persistence : Persistence.values()) {
            UnitFiles.of(persistence).all(name).stream().flatMap(file -> own.wayBack(file).stream()).forEach(step -> {
                switch (step) {
                    case RestoreFile restore -> restored.putIfAbsent(restore.file(), restore);
                    case PruneDirectory prune -> pruned.add(prune.directory());
                    case RunNative _,Reload _ -> throw new IllegalStateException("no way back of a file: " + step);
                }
            });
        }
        List<UndoStep> steps = new ArrayList<>(restored.values());
        HostPath link = UnitFiles.of(Persistence.KEEP).enablement(name);
        if (files.info(link).isPresent()) {
            steps.add(new RunNative(UnitFiles.HELPER, List.of("enable", name), ""));
        } else {
            steps.add(new RestoreFile(link.toString(), Optional.empty(), 0));
            if (files.info(link.parent()).isEmpty()) {
                pruned.add(link.parent().toString());
            }
        }
        pruned.stream().sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(directory -> steps.add(new PruneDirectory(directory)));
        steps.add(new Reload(UndoStep.Daemon.SYSTEMD));
        return steps;
    }

    @Override
    public Watch watch(Runnable changed) {
        Set<HostPath> directories = new LinkedHashSet<>();
        for (Persistence persistence : Persistence.values()) {
            // the directories are the same for every PF
            directories.addAll(UnitFiles.of(persistence).directories("any"));
        }
        HostEvents.Subscription subscription = events.watchDirectories(directories, changed);
        return subscription::close;
    }
}
