package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.VirtualFunction;
import java.util.List;
import java.util.stream.Collectors;

/** Puts the holders of VFs into words. */
final class HeldBy {

    private HeldBy() {
    }

    /** {@code VF 0 by guest t1, VF 3 by interface eno4v3 with address 192.0.2.1/24}. */
    static String describe(List<VirtualFunction> held) {
        return held.stream().map(HeldBy::describe).collect(Collectors.joining(", "));
    }

    static String describe(VirtualFunction vf) {
        return "VF %d by %s".formatted(vf.index(),
                vf.holders().stream().map(Holder::describe).collect(Collectors.joining(" and ")));
    }
}
