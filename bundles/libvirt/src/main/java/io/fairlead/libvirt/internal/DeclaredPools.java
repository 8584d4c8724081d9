package io.fairlead.libvirt.internal;

import static io.fairlead.libvirt.internal.Pools.must;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.api.libvirt.LibvirtStatus.State;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.resource.Persistence;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.WriterLock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Brings pools to what is declared, and back. A tried pool is a transient network, and a tried removal stops a network whose
 * definition stays, so that the next boot ends either. To define a started network, or to undefine it, is nothing that its
 * guests notice (seen on 9.0 and 11.3).
 */
final class DeclaredPools {

    private final Virsh virsh;
    private final Pools pools;
    private final Inventory inventory;
    private final HostFiles files;
    private final WriterLock writer;

    DeclaredPools(Virsh virsh, Pools pools, Inventory inventory, HostFiles files, WriterLock writer) {
        this.virsh = virsh;
        this.pools = pools;
        this.inventory = inventory;
        this.files = files;
        this.writer = writer;
    }

    /**
     * Our pools, by their names. A libvirt that is not there has none.
     *
     * @throws FairleadException {@code HOST_FAILED} when libvirt does not answer
     */
    Map<String, PoolState> read(Inventory host) {
        return answers() ? states(pools.list(host)) : Map.of();
    }

    /** Whether there is one; fails when there is, and it does not answer. */
    private boolean answers() {
        LibvirtStatus status = virsh.status();
        if (status.state() == State.NOT_ANSWERING) {
            throw new FairleadException(Kind.HOST_FAILED, status.detail());
        }
        return status.running();
    }

    /** The same where some are wanted, which a libvirt that does not run cannot tell. */
    Map<String, PoolState> need(Inventory host) {
        need(virsh.status());
        return states(pools.list(host));
    }

    private static void need(LibvirtStatus status) {
        if (!status.running()) {
            throw new FairleadException(Kind.HOST_FAILED, status.detail());
        }
    }

    private Optional<PoolState> about(String name, Optional<PhysicalFunction> pf) {
        return one(name, pools.about(name, pf.map(PhysicalFunction::label)));
    }

    private Optional<PoolState> one(String name, List<Pool> there) {
        return Optional.ofNullable(states(there.stream().filter(pool -> pool.name().equals(name)).toList()).get(name));
    }

    private Map<String, PoolState> states(List<Pool> there) {
        List<Pool> all = there.stream().filter(Pool::ours).toList();
        List<String> definitions = virsh.ask(all.stream().map(pool -> "net-dumpxml --inactive " + pool.id()).toList());
        Map<String, PoolState> states = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Pool pool = all.get(i);
            states.put(pool.name(), new PoolState(pool, Optional.of(definitions.get(i)).filter(_ -> pool.kept())));
        }
        return states;
    }

    void set(String name, Map<String, Object> expected, Map<String, Object> target, Persistence persistence,
            Consumer<String> progress) {
        need(virsh.statusForChange());
        writer.claim();
        Optional<PhysicalFunction> pf = Optional.ofNullable(target.get(PoolState.PF))
                .map(label -> inventory.physicalFunction(String.valueOf(label)));
        List<Pool> there = pools.about(name, pf.map(PhysicalFunction::label));
        Optional<PoolState> now = one(name, there);
        if (!is(now, expected) && !is(now, target)) {
            throw new FairleadException(Kind.BUSY,
                    "the pool %s is no longer as it was when this was planned: plan again".formatted(name));
        }
        if (target.isEmpty()) {
            if (now.isPresent()) {
                remove(now.get().pool(), persistence == Persistence.KEEP, progress);
            }
            return;
        }
        String device = device(pf.orElseThrow());
        if (now.filter(state -> state.is(target)).isEmpty()) {
            start(name, pf.get(), now, there, progress);
            now = about(name, pf);
        }
        if (persistence == Persistence.KEEP) {
            keep(name, now, device, progress);
            now = about(name, pf);
        }
        if (!is(now.filter(state -> state.isSettled(persistence)), target)) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "libvirt took the pool %s of %s and does not have it as it should be: see journalctl -u libvirtd"
                            .formatted(name, pf.get().label()));
        }
    }

    private static boolean is(Optional<PoolState> now, Map<String, Object> value) {
        return value.isEmpty()
                ? now.filter(state -> state.pool().active()).isEmpty()
                : now.filter(state -> state.is(value)).isPresent();
    }

    private void remove(Pool pool, boolean keep, Consumer<String> progress) {
        stop(pool, "removed", progress);
        if (keep && pool.kept()) {
            progress.accept("undefine the pool " + pool.name());
            must("undefine the pool " + pool.name(), virsh.change("net-undefine", "--network", pool.id().toString()));
        }
    }

    private void stop(Pool pool, String why, Consumer<String> progress) {
        if (pool.active()) {
            pools.refuseUsed(pool, why);
            progress.accept("stop the pool " + pool.name());
            must("stop the pool " + pool.name(), virsh.change("net-destroy", "--network", pool.id().toString()));
        }
    }

    private void start(String name, PhysicalFunction pf, Optional<PoolState> now, List<Pool> there,
            Consumer<String> progress) {
        refuseSecond(name, pf, there);
        String device = device(pf);
        now.ifPresent(state -> stop(state.pool(), "made anew", progress));
        progress.accept("start the pool " + name);
        start(name, now.map(state -> state.pool().id()), device,
                now.filter(state -> state.isDefinedFor(device)).isPresent());
    }

    private void start(String name, Optional<UUID> id, String device, boolean defined) {
        must("start the pool " + name, defined
                ? virsh.change("net-start", "--network", name)
                : virsh.give(Network.document(name, id, device), "net-create"));
    }

    private static String device(PhysicalFunction pf) {
        if (pf.functions().isEmpty()) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s has no VFs, and libvirt takes those that are there when a pool starts: declare its virtualFunctions"
                            .formatted(pf.label()));
        }
        return pf.name().orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "%s has no network interface, and libvirt knows PFs by theirs: bind its driver first"
                        .formatted(pf.label())));
    }

    /** Two that are started would give out the same VFs. */
    private static void refuseSecond(String name, PhysicalFunction pf, List<Pool> there) {
        there.stream().filter(pool -> pool.active() && !pool.name().equals(name)
                && pool.pf().filter(pf.label()::equals).isPresent()).findFirst().ifPresent(pool -> {
                    throw new FairleadException(Kind.IN_USE,
                            "the network %s gives out the VFs of %s already, and two would give out the same ones: undefine it first"
                                    .formatted(pool.name(), pf.label()));
                });
    }

    private void keep(String name, Optional<PoolState> there, String device, Consumer<String> progress) {
        PoolState now = there.orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                "libvirt no longer has the pool %s: see journalctl -u libvirtd".formatted(name)));
        if (!now.isDefinedFor(device)) {
            progress.accept("define the pool " + name);
            define(name, Network.document(name, Optional.of(now.pool().id()), device));
        }
        if (!now.pool().autostart()) {
            autostart(name, true);
        }
    }

    private void define(String name, String definition) {
        must("define the pool " + name, virsh.give(definition, "net-define"));
    }

    private void autostart(String name, boolean on) {
        must("note whether the pool %s is started at boot".formatted(name), on
                ? virsh.change("net-autostart", "--network", name)
                : virsh.change("net-autostart", "--network", name, "--disable"));
    }

    /** The way back to the file of a pool's definition. */
    UndoStep definitionFile(String name) {
        HostPath file = PoolFiles.definition(name);
        return new UndoStep.RestoreFile(file.toString(), files.content(file),
                files.info(file).map(HostFiles.FileInfo::mode).orElse(0));
    }

    /** Makes a pool be as it was. */
    void undo(String name, Map<String, Object> before, Consumer<String> progress) {
        LibvirtStatus status = virsh.statusForChange();
        if (!status.running() && files.exists(PoolFiles.definition(name)) == before.containsKey(PoolState.DEFINITION)) {
            // Nothing is started where there is no libvirt.
            return;
        }
        need(status);
        writer.claim();
        Optional<PoolState> now = about(name, Optional.empty());
        restoreDefinition(name, now, before);
        boolean wasActive = Boolean.TRUE.equals(before.get(PoolState.ACTIVE));
        boolean same = now.filter(state -> state.pf().equals(before.get(PoolState.PF))
                && state.pool().stale().isEmpty()).isPresent();
        if (now.isPresent() && !(wasActive && same)) {
            stop(now.get().pool(), before.isEmpty() ? "removed" : "made anew", progress);
        }
        if (wasActive && now.filter(state -> state.pool().active()).filter(_ -> same).isEmpty()) {
            progress.accept("start the pool " + name);
            start(name, Ids.parse(String.valueOf(before.get(PoolState.ID))), String.valueOf(before.get(PoolState.PF)),
                    before.containsKey(PoolState.DEFINITION));
        }
    }

    private void restoreDefinition(String name, Optional<PoolState> now, Map<String, Object> before) {
        Optional<String> there = now.flatMap(PoolState::definition);
        Optional<String> wanted = Optional.ofNullable(before.get(PoolState.DEFINITION)).map(String::valueOf);
        if (wanted.isEmpty()) {
            there.ifPresent(
                    _ -> must("undefine the pool " + name, virsh.change("net-undefine", "--network", name)));
            return;
        }
        if (!wanted.equals(there)) {
            define(name, wanted.get());
        }
        boolean autostart = Boolean.TRUE.equals(before.get(PoolState.AUTOSTART));
        if (there.isEmpty() ? autostart : now.orElseThrow().pool().autostart() != autostart) {
            autostart(name, autostart);
        }
    }

    /**
     * Stops the started pools of a PF whose VFs are about to be made anew.
     *
     * @return what was stopped, by the pool's name
     * @throws FairleadException {@code IN_USE} naming the guests that have a VF of one; then none is stopped
     */
    Map<String, PoolState> stopFor(String pf, Consumer<String> progress) {
        if (!answers()) {
            return Map.of();
        }
        Map<String, PoolState> started = states(pools.about("", Optional.of(pf)));
        started.values().removeIf(state -> !state.pool().active() || !state.pf().equals(pf));
        if (!started.isEmpty()) {
            writer.claim();
            started.values().forEach(state -> pools.refuseUsed(state.pool(), "stopped"));
            started.values().forEach(state -> stop(state.pool(), "stopped", progress));
        }
        return started;
    }

    /** Starts again what was stopped, with the VFs that there are now; answers whether it could, for a PF without any cannot. */
    boolean startAgain(PoolState state) {
        Optional<PhysicalFunction> pf = pools.pf(state.pf()).filter(one -> !one.functions().isEmpty());
        String name = state.pool().name();
        Optional<PoolState> now = pf.flatMap(_ -> about(name, pf));
        if (pf.isPresent() && now.filter(there -> there.pool().active()).isEmpty()) {
            start(name, Optional.of(state.pool().id()), device(pf.get()),
                    now.filter(there -> there.isDefinedFor(device(pf.get()))).isPresent());
        }
        return pf.isPresent();
    }
}
