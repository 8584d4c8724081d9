package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Effect;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceChange;
import io.fairlead.api.resource.ResourceId;
import io.fairlead.api.resource.ResourceKinds;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Pools and the hooks, as resources. Their values are {@link PoolState}'s and {@link DeclaredHooks}'. */
@Component
public final class LibvirtProvider implements ResourceProvider {

    private static final ResourceId HOOKS = new ResourceId(ResourceKinds.LIBVIRT_HOOKS, "");
    private static final List<Effect> RELOADED = List
            .of(new Effect(Effect.Kind.DAEMON_RESTART, List.of("libvirt, reloaded; guests do not notice")));

    private final DeclaredPools pools;
    private final DeclaredHooks hooks;
    private final LibvirtHostsService libvirt;
    private final Inventory inventory;
    private final HostEvents events;
    /** By their names, the pools that were stopped for a change of their VFs and could not be started again since. */
    private final Map<String, PoolState> aside = new ConcurrentHashMap<>();

    /** On these services. */
    @Activate
    public LibvirtProvider(@Reference LibvirtHostsService libvirt, @Reference Inventory inventory,
            @Reference HostEvents events) {
        this.pools = libvirt.declaredPools();
        this.hooks = libvirt.declaredHooks();
        this.libvirt = libvirt;
        this.inventory = inventory;
        this.events = events;
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
        Map<String, Object> section = new LinkedHashMap<>();
        Map<String, Object> kept = new LinkedHashMap<>();
        pools.read(inventory).forEach((name, state) -> {
            if (state.pool().kept()) {
                kept.put(name, state.pf());
            }
        });
        if (!kept.isEmpty()) {
            section.put(Section.POOLS, kept);
        }
        Map<String, Object> now = hooks.read();
        if (!now.isEmpty()) {
            section.put(Section.GUESTS_MAY, now.get(Section.GUESTS_MAY));
        }
        return section.isEmpty() ? Optional.empty() : Optional.of(section);
    }

    @Override
    public List<Problem> check(Declaration declaration, Inventory host) {
        return libvirt.check(host).problems(declaration);
    }

    @Override
    public List<ResourceChange> plan(Declaration declaration, Persistence persistence, Inventory host) {
        Section section = Section.of(declaration);
        Map<String, PoolState> there = section.pools().isEmpty() ? pools.read(host) : pools.need(host);
        List<ResourceChange> changes = new ArrayList<>();
        there.forEach((name, state) -> {
            if (!section.pools().containsKey(name) && !state.isGone(persistence)) {
                changes.add(new ResourceChange(id(name), state.value(), Map.of(), effects(state), Set.of(),
                        Set.of(vfs(state.pf()))));
            }
        });
        List<ResourceId> removed = changes.stream().map(ResourceChange::id).toList();
        section.pools().forEach((name, word) -> {
            String pf = host.physicalFunction(word).label();
            Optional<PoolState> now = Optional.ofNullable(there.get(name));
            if (now.filter(state -> state.pf().equals(pf) && state.isSettled(persistence)).isEmpty()) {
                changes.add(poolChange(name, pf, now, removed));
            }
        });
        Set<ResourceId> touched = new LinkedHashSet<>(changes.stream().map(ResourceChange::id).toList());
        Map<String, Object> now = hooks.read();
        Map<String, Object> wanted = section.guestsMay().map(DeclaredHooks::wanted).orElse(Map.of());
        if (!DeclaredHooks.isSettled(now, wanted)) {
            changes.add(new ResourceChange(HOOKS, now, wanted, wanted.isEmpty() ? List.of() : RELOADED,
                    wanted.isEmpty() ? Set.of() : touched, wanted.isEmpty() ? touched : Set.of()));
        }
        return changes;
    }

    /** After its VFs, and what gave them out until now; before those of the PF that it leaves. */
    private static ResourceChange poolChange(String name, String pf, Optional<PoolState> now,
            List<ResourceId> removed) {
        Set<ResourceId> follows = new LinkedHashSet<>(removed);
        follows.add(vfs(pf));
        Set<ResourceId> precedes = new LinkedHashSet<>();
        now.filter(state -> !state.pf().equals(pf)).ifPresent(state -> precedes.add(vfs(state.pf())));
        Map<String, Object> wanted = PoolState.wanted(pf);
        return new ResourceChange(id(name), now.map(PoolState::value).orElse(Map.of()), wanted,
                now.filter(state -> !state.is(wanted)).map(LibvirtProvider::effects).orElse(List.of()), follows,
                precedes);
    }

    /** Those of stopping it. That it stops under nobody is nothing that anybody notices. */
    private static List<Effect> effects(PoolState state) {
        List<String> guests = state.pool().uses().stream().map(use -> "guest %s%s".formatted(
                Printable.of(use.guest()), use.function().map(vf -> " (VF " + vf + ")").orElse(""))).toList();
        return guests.isEmpty() ? List.of() : List.of(new Effect(Effect.Kind.POOL_STOPPED, guests));
    }

    private static ResourceId id(String pool) {
        return new ResourceId(ResourceKinds.LIBVIRT_POOL, pool);
    }

    private static ResourceId vfs(String pf) {
        return new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, pf);
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        if (isHooks(id)) {
            hooks.set(expected, target, progress);
        } else {
            // From here on it is as it is set.
            aside.remove(id.name());
            pools.set(id.name(), expected, target, persistence, progress);
        }
    }

    private static boolean isHooks(ResourceId id) {
        return switch (id.kind()) {
            case ResourceKinds.LIBVIRT_HOOKS -> true;
            case ResourceKinds.LIBVIRT_POOL -> false;
            default -> throw new FairleadException(Kind.USAGE, "%s is nothing of libvirt's".formatted(id));
        };
    }

    @Override
    public void undo(ResourceChange change, Consumer<String> progress) {
        if (isHooks(change.id())) {
            hooks.undo(change.before(), progress);
        } else {
            pools.undo(change.id().name(), change.before(), progress);
        }
    }

    /** The definition is libvirt's own file, and put back after libvirt was told, for its very bytes. */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        if (isHooks(change.id())) {
            return hooks.nativeUndo();
        }
        List<UndoStep> steps = new ArrayList<>(
                List.of(PoolProgram.step(change.id().name(), change.before())));
        steps.add(pools.definitionFile(change.id().name()));
        return steps;
    }

    /** A network lists its VFs when it starts, and gives out no others. */
    @Override
    public Aside stepAside(ResourceChange change, Consumer<String> progress) {
        String pf = change.id().name();
        if (!change.id().kind().equals(ResourceKinds.VIRTUAL_FUNCTIONS)
                || !change.has(Effect.Kind.VFS_DESTROYED)) {
            return () -> {
            };
        }
        aside.putAll(pools.stopFor(pf, progress));
        return () -> startAgain(pf, progress);
    }

    private void startAgain(String pf, Consumer<String> progress) {
        for (PoolState state : List.copyOf(aside.values())) {
            if (state.pf().equals(pf)) {
                if (pools.startAgain(state)) {
                    aside.remove(state.pool().name());
                    progress.accept("start the pool " + state.pool().name());
                } else {
                    progress.accept("leave the pool %s stopped, for %s has no VFs".formatted(state.pool().name(), pf));
                }
            }
        }
    }

    @Override
    public Watch watch(Runnable changed) {
        Stream<HostPath> ours = Stream.concat(Arrays.stream(Hook.values()).map(Hook::file), Stream.of(Grants.FILE))
                .map(HostPath::parent);
        return events.watchDirectories(Stream.concat(PoolFiles.directories().stream(), ours).distinct().toList(),
                changed)::close;
    }
}
