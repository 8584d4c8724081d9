package io.fairlead.host.simulated.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network interface. Its fields are guarded by the machine's lock. */
final class NetInterface {

    final int index;
    final Optional<String> kind;
    final Optional<PciFunction> function;
    final Optional<NetInterface> lower;
    final List<String> addresses = new ArrayList<>();
    final List<String> routes = new ArrayList<>();
    String name;
    boolean up;
    Optional<String> master = Optional.empty();
    /** Of a representor its VF. */
    Optional<PciFunction> represented = Optional.empty();
    /** The namespace it was moved to; empty for the host's own. */
    Optional<String> namespace = Optional.empty();

    private NetInterface(int index, String name, boolean up, Optional<String> kind, Optional<PciFunction> function,
            Optional<NetInterface> lower) {
        this.index = index;
        this.name = name;
        this.up = up;
        this.kind = kind;
        this.function = function;
        this.lower = lower;
    }

    static NetInterface loopback() {
        return new NetInterface(1, "lo", true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static NetInterface of(int index, String name, PciFunction function, boolean up) {
        return new NetInterface(index, name, up, Optional.empty(), Optional.of(function), Optional.empty());
    }

    /**
     * The host's side of a VF in eswitch mode switchdev.
     *
     * @param physicalFunction whose device it is, with mlx5 and ice; empty with bnxt, which names none
     *            (bnxt_vf_reps_create, drivers/net/ethernet/broadcom/bnxt/bnxt_vfr.c)
     */
    static NetInterface representor(int index, String name, Optional<PciFunction> physicalFunction,
            PciFunction represented) {
        NetInterface made = new NetInterface(index, name, false, Optional.empty(), physicalFunction, Optional.empty());
        made.represented = Optional.of(represented);
        return made;
    }

    static NetInterface onTop(int index, String name, String kind, NetInterface lower) {
        return new NetInterface(index, name, true, Optional.of(kind), Optional.empty(), Optional.of(lower));
    }

    static NetInterface virtual(int index, String name, String kind) {
        return new NetInterface(index, name, true, Optional.of(kind), Optional.empty(), Optional.empty());
    }

    boolean inHostNamespace() {
        return namespace.isEmpty();
    }
}
