package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.HookState;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolReport;
import io.fairlead.api.resource.Effect;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Pools of ours and the hooks, as resources.
 *
 * <p>A pool's value has {@code pf}, and {@code functions} while it is started; desired is the PF alone, and a pool that is
 * stopped or stale by now is not as desired. The hooks' value has {@code guestsMay}.
 */
@Component
public final class LibvirtProvider implements ResourceProvider {

    private static final String PF = "pf";
    private static final String STATUS = "status";
    private static final String GUESTS_MAY = "guestsMay";
    private static final ResourceId HOOKS = new ResourceId(ResourceKinds.LIBVIRT_HOOKS, "");
    private static final HostPath NETWORKS = HostPath.ETC.resolve("libvirt/qemu/networks");

    private final LibvirtHosts libvirt;
    private final HostFiles files;

    @Activate
    public LibvirtProvider(@Reference LibvirtHosts libvirt, @Reference HostFiles files) {
        this.libvirt = libvirt;
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

    @Override
    public List<Resource> observe() {
        List<Resource> resources = new ArrayList<>();
        PoolReport report = libvirt.pools();
        refuseSilent(report.status());
        report.pools().stream().filter(Pool::ours).forEach(pool -> resources.add(new Resource(id(pool), value(pool))));
        HookReport hooks = libvirt.hooks();
        if (hooks.hooks().stream().anyMatch(hook -> hook.standing() != HookState.Standing.ABSENT)) {
            resources.add(new Resource(HOOKS, value(hooks)));
        }
        return resources;
    }

    /** A libvirt that is not there, or not running, has no pools; of one that does not answer nothing can be told. */
    private static void refuseSilent(LibvirtStatus status) {
        if (status.state() == State.NOT_ANSWERING) {
            throw new FairleadException(Kind.HOST_FAILED, status.detail());
        }
    }

    private static ResourceId id(Pool pool) {
        return new ResourceId(ResourceKinds.LIBVIRT_POOL, pool.name());
    }

    private static Map<String, Object> value(Pool pool) {
        Map<String, Object> value = new LinkedHashMap<>();
        pool.pf().ifPresent(pf -> value.put(PF, pf));
        if (!pool.active()) {
            value.put(STATUS, "stopped");
        }
        pool.stale().ifPresent(why -> value.put(STATUS, "stale"));
        return value;
    }

    private static Map<String, Object> value(HookReport hooks) {
        Map<String, Object> value = new LinkedHashMap<>(may(hooks.guestsMay()));
        if (hooks.hooks().stream().anyMatch(hook -> hook.standing() != HookState.Standing.OURS)) {
            value.put(STATUS, "incomplete");
        }
        return value;
    }

    private static Map<String, Object> may(Set<GuestMay> may) {
        return Map.of(GUESTS_MAY, may.stream().sorted().map(GuestMay::word).toList());
    }

    @Override
    public List<ResourceChange> plan(Optional<Map<String, Object>> desired) {
        Section section = Section.of(desired);
        Map<ResourceId, Map<String, Object>> wanted = new LinkedHashMap<>();
        section.pools()
                .forEach((name, pf) -> wanted.put(new ResourceId(ResourceKinds.LIBVIRT_POOL, name), Map.of(PF, pf)));
        section.guestsMay().ifPresent(guests -> wanted.put(HOOKS, may(guests)));
        Map<ResourceId, Map<String, Object>> there = new LinkedHashMap<>();
        observe().forEach(resource -> there.put(resource.id(), resource.value()));
        List<ResourceChange> changes = new ArrayList<>();
        there.forEach((id, value) -> {
            if (!wanted.containsKey(id)) {
                changes.add(change(id, value, Map.of()));
            }
        });
        wanted.forEach((id, value) -> {
            Map<String, Object> before = there.getOrDefault(id, Map.of());
            if (!before.equals(value)) {
                changes.add(change(id, before, value));
            }
        });
        return changes;
    }

    private static ResourceChange change(ResourceId id, Map<String, Object> before, Map<String, Object> after) {
        if (id.equals(HOOKS)) {
            return new ResourceChange(id, before, after, after.isEmpty()
                    ? List.of()
                    : List.of(
                            new Effect(Effect.Kind.DAEMON_RESTART, List.of("libvirt, reloaded; guests do not notice"))),
                    Set.of());
        }
        String pf = String.valueOf(after.getOrDefault(PF, before.get(PF)));
        return new ResourceChange(id, before, after, List.of(),
                after.isEmpty() ? Set.of() : Set.of(new ResourceId(ResourceKinds.VIRTUAL_FUNCTIONS, pf)));
    }

    @Override
    public void set(ResourceId id, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        Map<String, Object> now = observe().stream().filter(resource -> resource.id().equals(id)).findFirst()
                .map(Resource::value).orElse(Map.of());
        if (now.equals(target)) {
            return;
        }
        if (!now.equals(expected)) {
            throw new FairleadException(Kind.BUSY,
                    "%s is no longer as it was when this was planned: plan again".formatted(id));
        }
        switch (id.kind()) {
            case ResourceKinds.LIBVIRT_POOL ->
                setPool(id.name(), now, target, persistence == Persistence.KEEP, progress);
            case ResourceKinds.LIBVIRT_HOOKS -> setHooks(target, progress);
            default -> throw new FairleadException(Kind.USAGE, "%s is nothing of libvirt's".formatted(id));
        }
    }

    private void setPool(String name, Map<String, Object> now, Map<String, Object> target, boolean keep,
            Consumer<String> progress) {
        Object before = now.get(PF);
        if (before != null && !Objects.equals(before, target.get(PF))) {
            progress.accept("remove the pool " + name);
            libvirt.removePool(before.toString(), keep);
        }
        if (target.get(PF) != null) {
            progress.accept("start the pool " + name);
            libvirt.addPool(target.get(PF).toString(), Optional.of(name), keep);
        }
    }

    private void setHooks(Map<String, Object> target, Consumer<String> progress) {
        if (target.isEmpty()) {
            progress.accept("remove the hooks");
            libvirt.removeHooks();
        } else {
            progress.accept("install the hooks, and see libvirt run them");
            libvirt.installHooks(false, Optional.of(Section.may(target.get(GUESTS_MAY))));
        }
    }

    /** A pool that is only tried goes with the boot; one that is kept is a file and a link, read when libvirt starts. */
    @Override
    public List<UndoStep> nativeUndo(ResourceChange change) {
        List<UndoStep> steps = new ArrayList<>();
        if (change.id().equals(HOOKS)) {
            for (Hook hook : Hook.values()) {
                steps.add(restore(hook.file()));
            }
            steps.add(restore(Grants.FILE));
        } else {
            String name = change.id().name() + ".xml";
            steps.add(restore(NETWORKS.resolve("autostart/" + name)));
            steps.add(restore(NETWORKS.resolve(name)));
        }
        steps.add(new UndoStep.Reload(UndoStep.Daemon.LIBVIRT));
        return steps;
    }

    private UndoStep restore(HostPath file) {
        return new UndoStep.RestoreFile(file.toString(), files.content(file),
                files.info(file).map(info -> info.mode() & 0777).orElse(0));
    }
}
