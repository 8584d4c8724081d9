package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.libvirt.PoolChange;
import io.fairlead.host.WriterLock;
import io.fairlead.libvirt.internal.Look.NetworkState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes pools and takes them away. A network lists its VFs when it starts, and never again (networkCreateInterfacePool). */
final class Pools {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,49}");

    private final Virsh virsh;
    private final Look look;
    private final Inventory inventory;
    private final WriterLock writer;

    Pools(Virsh virsh, Inventory inventory, WriterLock writer) {
        this.virsh = virsh;
        this.look = new Look(virsh);
        this.inventory = inventory;
        this.writer = writer;
    }

    List<Pool> list() {
        return list(inventory);
    }

    /** By these PFs. */
    List<Pool> list(Inventory host) {
        List<NetworkState> networks = look.pools();
        if (networks.isEmpty()) {
            return List.of();
        }
        return new PoolView(Functions.of(host), look.ports(networks)).of(networks);
    }

    /**
     * By no more PFs than it takes to tell of one pool, and which pools are of one PF: with thousands of VFs, a look at all
     * of them takes longer than libvirt does. The rest of what is answered is not to be relied on.
     *
     * @param name the pool's; empty for none in particular
     * @param pf the PF's label
     */
    List<Pool> about(String name, Optional<String> pf) {
        List<NetworkState> networks = look.pools();
        if (networks.isEmpty()) {
            return List.of();
        }
        return new PoolView(functions(name, pf, networks), look.ports(networks)).of(networks);
    }

    /** All that there are, where the networks' own words do not lead to their PFs, as when those were renamed. */
    private Functions functions(String name, Optional<String> pf, List<NetworkState> networks) {
        List<NetworkState> concerned = networks.stream().filter(state -> state.network().name().equals(name)
                || state.names().anyMatch(word -> pf.equals(Optional.of(word)))).toList();
        Functions few = new Functions(
                Stream.concat(pf.stream(), concerned.stream().flatMap(NetworkState::names)).distinct()
                        .flatMap(word -> find(word).stream()).toList());
        boolean enough = pf.filter(label -> few.labelled(label).isEmpty()).isEmpty() && concerned.stream()
                .map(state -> state.network().functions())
                .allMatch(listed -> listed.isEmpty() || listed.stream().anyMatch(vf -> few.pfOf(vf).isPresent()));
        return enough ? few : Functions.of(inventory);
    }

    private Optional<PhysicalFunction> find(String word) {
        try {
            return Optional.of(inventory.physicalFunction(word));
        } catch (FairleadException _) {
            // gone, or a label of characters that no selector has
            return Optional.empty();
        }
    }

    /** The PF of a label. */
    Optional<PhysicalFunction> pf(String label) {
        return find(label).filter(pf -> pf.label().equals(label))
                .or(() -> Functions.of(inventory).labelled(label));
    }

    PoolChange add(String pfWord, Optional<String> wantedName, boolean keep) {
        PhysicalFunction pf = inventory.physicalFunction(pfWord);
        String device = pf.name().orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "%s has no network interface, and libvirt knows PFs by theirs: bind its driver first"
                        .formatted(pf.label())));
        if (pf.functions().isEmpty()) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s has no VFs, and libvirt takes those that are there when a pool starts: make them first, with sriov:setVfs %s N"
                            .formatted(pf.label(), device));
        }
        writer.claim();
        List<Pool> before = list();
        Optional<Pool> pool = own(before, pf);
        String name = wantedName.or(() -> pool.map(Pool::name)).orElse(device);
        refuseForeign(before, pf, name, pool);
        List<String> notes = new ArrayList<>();
        boolean happened = pool.isEmpty() ? create(name, device, keep) : update(pool.get(), device, keep, notes);
        return new PoolChange(pf.label(), name, happened, Optional.of(readBack(pf.label(), name, keep)), notes);
    }

    private void refuseForeign(List<Pool> before, PhysicalFunction pf, String name, Optional<Pool> own) {
        if (!NAME.matcher(name).matches()) {
            throw new FairleadException(Kind.USAGE,
                    "a pool cannot be called %s: give up to 50 letters, digits and _ . : -"
                            .formatted(Printable.quoted(name)));
        }
        if (own.isPresent() && !own.get().name().equals(name)) {
            throw new FairleadException(Kind.IN_USE,
                    "%s has the pool %s already, and two pools would give out the same VFs: remove that one first, with libvirt:pool remove %s --keep"
                            .formatted(pf.label(), Printable.of(own.get().name()), pf.label()));
        }
        before.stream().filter(pool -> !pool.ours() && pool.pf().filter(pf.label()::equals).isPresent()).findFirst()
                .ifPresent(pool -> {
                    throw new FairleadException(Kind.IN_USE,
                            "the network %s, which is not Fairlead's, gives out the VFs of %s, and two would give out the same ones: use that one, or undefine it first"
                                    .formatted(Printable.quoted(pool.name()), pf.label()));
                });
        if (own.isEmpty() && virsh.change("net-uuid", "--network", name).isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "libvirt has a network %s already, which is not Fairlead's pool of %s: choose another name with --name"
                            .formatted(name, pf.label()));
        }
    }

    private boolean create(String name, String device, boolean keep) {
        String document = Network.document(name, Optional.empty(), device);
        if (!keep) {
            must("make the pool " + name, virsh.give(document, "net-create"));
            return true;
        }
        must("define the pool " + name, virsh.give(document, "net-define"));
        try {
            must("start the pool " + name, virsh.change("net-start", "--network", name));
            must("have the pool %s started at boot".formatted(name), virsh.change("net-autostart", "--network", name));
        } catch (FairleadException e) {
            throw takeBack(name, e);
        }
        return true;
    }

    /** Takes back a definition; answers the failure, with what is left where libvirt has gone or is frozen meanwhile. */
    private FairleadException takeBack(String name, FairleadException failure) {
        try {
            if (virsh.status().running() && virsh
                    .change("net-destroy --network %1$s; net-undefine --network %1$s".formatted(name)).isEmpty()) {
                return failure;
            }
        } catch (FairleadException e) {
            failure.addSuppressed(e);
        }
        return new FairleadException(Kind.HOST_FAILED,
                "%s; its definition could not be taken back: when libvirt answers again, the same command completes it, and libvirt:pool remove with --keep takes it away"
                        .formatted(failure.getMessage()),
                failure);
    }

    /** Brings a pool of ours up to date; answers whether anything had to be done. */
    private boolean update(Pool pool, String device, boolean keep, List<String> notes) {
        String id = pool.id().toString();
        boolean happened = false;
        if (pool.stale().isPresent()) {
            rebuild(pool, device);
            notes.add("it was made anew, since " + pool.stale().get());
            happened = true;
        } else if (!pool.active()) {
            must("start the pool " + pool.name(), virsh.change("net-start", "--network", id));
            happened = true;
        }
        if (keep && !pool.kept()) {
            must("define the pool " + pool.name(),
                    virsh.give(Network.document(pool.name(), Optional.of(pool.id()), device), "net-define"));
            happened = true;
        }
        if (keep && !pool.autostart()) {
            must("have the pool %s started at boot".formatted(pool.name()),
                    virsh.change("net-autostart", "--network", id));
            happened = true;
        }
        return happened;
    }

    /**
     * libvirt lets a network be destroyed whose VFs are in use: the guests run on, but it forgets their ports, and a VF
     * can be given out twice. So that is refused, by what libvirt says right now.
     */
    private void rebuild(Pool pool, String device) {
        refuseUsed(pool, "made anew (%s)".formatted(pool.stale().orElse("")));
        must("stop the pool " + pool.name(), virsh.change("net-destroy", "--network", pool.id().toString()));
        must("start the pool " + pool.name(), pool.kept()
                ? virsh.change("net-start", "--network", pool.id().toString())
                : virsh.give(Network.document(pool.name(), Optional.of(pool.id()), device), "net-create"));
    }

    PoolChange remove(String pfWord, boolean keep) {
        PhysicalFunction pf = inventory.physicalFunction(pfWord);
        writer.claim();
        List<Pool> before = list();
        Optional<Pool> found = own(before, pf);
        if (found.isEmpty()) {
            before.stream().filter(pool -> pool.pf().filter(pf.label()::equals).isPresent()).findFirst()
                    .ifPresent(pool -> {
                        throw new FairleadException(Kind.NOT_CAPABLE,
                                "the network %s gives out the VFs of %s and is not Fairlead's, so it was left alone: remove it with virsh"
                                        .formatted(Printable.quoted(pool.name()), pf.label()));
                    });
            return new PoolChange(pf.label(), pf.label(), false, Optional.empty(), List.of());
        }
        Pool pool = found.get();
        refuseUsed(pool, "removed");
        String id = pool.id().toString();
        if (pool.active()) {
            must("stop the pool " + pool.name(), virsh.change("net-destroy", "--network", id));
        }
        List<String> notes = new ArrayList<>();
        if (pool.kept() && keep) {
            must("undefine the pool " + pool.name(), virsh.change("net-undefine", "--network", id));
        } else if (pool.kept()) {
            notes.add(
                    "it is stopped, and there again after the next boot: libvirt:pool remove %s --keep removes it for good"
                            .formatted(pf.label()));
        }
        notes.addAll(whoWouldMiss(pool));
        return new PoolChange(pf.label(), pool.name(), pool.active() || (pool.kept() && keep),
                readGone(pool, keep), notes);
    }

    private List<String> whoWouldMiss(Pool pool) {
        String names = look.guests().stream()
                .filter(guest -> guest.next().stream()
                        .anyMatch(device -> device.network().filter(pool.name()::equals).isPresent()))
                .map(guest -> Printable.of(guest.name())).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? List.of()
                : List.of("these guests take a VF of it, and cannot start without it: " + names);
    }

    /** Refuses when a guest has a VF of it, by what libvirt says right now. */
    void refuseUsed(Pool pool, String what) {
        List<Port> ports = look.ports(look.pools()).stream().filter(port -> port.network().equals(pool.id())).toList();
        if (!ports.isEmpty()) {
            String guests = ports.stream()
                    .map(port -> "guest %s%s".formatted(Printable.of(port.guest()),
                            port.function().map(vf -> " (VF " + vf + ")").orElse("")))
                    .sorted().collect(Collectors.joining(", "));
            throw new FairleadException(Kind.IN_USE,
                    "the pool %s cannot be %s while guests have VFs of it, and nothing was changed: %s; shut them down, or detach these interfaces, first"
                            .formatted(Printable.of(pool.name()), what, guests));
        }
    }

    /** What libvirt says by now; what is not so was not done. */
    private Pool readBack(String pf, String name, boolean keep) {
        Pool pool = list().stream().filter(one -> one.name().equals(name)).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                        "libvirt took the pool %s and does not have it now: see journalctl -u libvirtd"
                                .formatted(name)));
        List<String> missing = new ArrayList<>();
        if (!pool.active()) {
            missing.add("it is not started");
        }
        pool.stale().ifPresent(missing::add);
        if (keep && !(pool.kept() && pool.autostart())) {
            missing.add("it is not there after the next boot");
        }
        if (!missing.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the pool %s of %s is not as it should be: %s".formatted(name, pf,
                            String.join(", ", missing)));
        }
        return pool;
    }

    private Optional<Pool> readGone(Pool pool, boolean keep) {
        Optional<Pool> after = list().stream().filter(one -> one.id().equals(pool.id())).findFirst();
        if (after.filter(left -> left.active() || keep).isPresent()) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "libvirt still has the pool %s: see journalctl -u libvirtd".formatted(Printable.of(pool.name())));
        }
        return after;
    }

    private static Optional<Pool> own(List<Pool> pools, PhysicalFunction pf) {
        return pools.stream().filter(pool -> pool.ours() && pool.pf().filter(pf.label()::equals).isPresent())
                .findFirst();
    }

    /** Fails with the reason why libvirt refused, where it did. */
    static void must(String what, Optional<String> refusal) {
        refusal.ifPresent(reason -> {
            throw new FairleadException(Kind.HOST_FAILED, "libvirt did not %s: %s".formatted(what, reason));
        });
    }
}
