package io.fairlead.libvirt.internal;

import io.fairlead.api.libvirt.Pool;
import io.fairlead.api.resource.Persistence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pool of ours as it is.
 *
 * @param pool how libvirt has it
 * @param definition what is there after the next boot, as libvirt prints it; empty for a tried one
 */
record PoolState(Pool pool, Optional<String> definition) {

    static final String PF = "pf";
    static final String KEPT = "kept";
    static final String ACTIVE = "active";
    static final String AUTOSTART = "autostart";
    static final String ID = "id";
    static final String DEFINITION = "definition";

    /** What is declared of a pool. */
    static Map<String, Object> wanted(String pf) {
        return Map.of(PF, pf, KEPT, true);
    }

    /** As a resource's value, complete. */
    Map<String, Object> value() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(PF, pf());
        value.put(KEPT, pool.kept());
        value.put(ACTIVE, pool.active());
        value.put(AUTOSTART, pool.autostart());
        pool.stale().ifPresent(why -> value.put("stale", why));
        value.put(ID, pool.id().toString());
        definition.ifPresent(text -> value.put(DEFINITION, text));
        return value;
    }

    String pf() {
        return pool.pf().orElse("");
    }

    /**
     * Whether a value of ours says this. What follows from the PF's VFs, which may have changed by intention since, does
     * not count.
     */
    boolean is(Map<String, Object> value) {
        Map<String, Object> now = value();
        return value.containsKey(ID)
                ? List.of(PF, KEPT, AUTOSTART, ID, DEFINITION).stream()
                        .allMatch(key -> Optional.ofNullable(now.get(key)).equals(Optional.ofNullable(value.get(key))))
                : pf().equals(value.get(PF)) && isSettled(Persistence.TRY);
    }

    boolean isSettled(Persistence persistence) {
        return pool.active() && pool.stale().isEmpty()
                && (persistence == Persistence.TRY || (isDefinedFor(pf()) && pool.autostart()));
    }

    /** Whether it gives out nothing more: a removal that is tried leaves the definition, so that a boot ends it. */
    boolean isGone(Persistence persistence) {
        return persistence == Persistence.TRY && !pool.active();
    }

    /** Whether what is there after the next boot hands out the VFs of this PF, by its interface. */
    boolean isDefinedFor(String device) {
        return definition.flatMap(Network::parse).filter(network -> network.hostdev()
                && network.pfs().equals(List.of(device)) && network.madeFor().isPresent()).isPresent();
    }
}
