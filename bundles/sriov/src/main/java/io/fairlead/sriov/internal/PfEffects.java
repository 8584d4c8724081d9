package io.fairlead.sriov.internal;

import io.fairlead.api.Holder;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.resource.Effect;
import io.fairlead.host.Links;
import io.fairlead.spi.nic.EswitchOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who notices when a PF is brought to another state. */
final class PfEffects {

    private final Links links;
    private final NicUse nics;

    PfEffects(Links links, NicUse nics) {
        this.links = links;
        this.nics = nics;
    }

    List<Effect> of(PhysicalFunction pf, PfState wanted) {
        if (pf.numVfs() != wanted.vfs()) {
            return ofCount(pf);
        }
        return wanted.eswitchIsSo(pf) ? ofDrivers(pf, wanted) : ofMode(pf);
    }

    /** For another eswitch mode VFs are made or bound anew, as the NIC wants; its own interface is closed meanwhile. */
    private List<Effect> ofMode(PhysicalFunction pf) {
        boolean anew = nics.eswitch(pf).equals(Optional.of(EswitchOrder.WITHOUT_VFS));
        List<String> interfaces = Stream.concat(pf.name().stream(), interfaces(pf.functions()).stream()).toList();
        List<Effect> effects = new ArrayList<>();
        if (pf.numVfs() > 0 && anew) {
            effects.add(new Effect(Effect.Kind.VFS_DESTROYED, holders(pf.functions()).toList(),
                    interfaces(pf.functions())));
        }
        effects.add(new Effect(Effect.Kind.LINK_FLAP, interfaces.stream().map("interface "::concat).toList(),
                interfaces));
        return effects;
    }

    /**
     * From one count to another the kernel goes through 0. With the count igb and ixgbe give their queues and interrupts out
     * anew, for which the PF's own interface is closed and opened: igb_enable_sriov, igb_sriov_reinit
     * (drivers/net/ethernet/intel/igb/igb_main.c), ixgbe_sriov_reinit (…/ixgbe/ixgbe_sriov.c).
     */
    private List<Effect> ofCount(PhysicalFunction pf) {
        List<Effect> effects = new ArrayList<>();
        if (pf.numVfs() > 0) {
            effects.add(new Effect(Effect.Kind.VFS_DESTROYED,
                    Stream.concat(holders(pf.functions()), pf.holdersUnknown().stream()).toList(),
                    interfaces(pf.functions())));
        }
        pf.name().ifPresent(name -> {
            List<String> uses = new InterfaceUses(links, links.inOtherNamespaces()).of(name).stream()
                    .map(Holder::describe).toList();
            effects.add(new Effect(Effect.Kind.LINK_FLAP, uses.isEmpty() ? List.of("interface " + name) : uses,
                    List.of(name)));
        });
        return effects;
    }

    /** Another driver takes the VF from whoever has it, and its interface goes. */
    private static List<Effect> ofDrivers(PhysicalFunction pf, PfState wanted) {
        List<VirtualFunction> rebound = pf.functions().stream().filter(vf -> !PfState.hasGuest(vf))
                .filter(vf -> wanted.functions().getOrDefault(vf.index(), VfState.NOTHING).beyond(VfState.of(vf))
                        .driver().isPresent())
                .toList();
        List<String> interfaces = interfaces(rebound);
        List<Effect> effects = new ArrayList<>();
        if (rebound.stream().anyMatch(vf -> !vf.holders().isEmpty())) {
            effects.add(new Effect(Effect.Kind.VFS_DESTROYED, holders(rebound).toList(), interfaces));
        }
        if (!interfaces.isEmpty()) {
            effects.add(new Effect(Effect.Kind.LINK_FLAP, interfaces.stream().map("interface "::concat).toList(),
                    interfaces));
        }
        return effects;
    }

    private static Stream<String> holders(List<VirtualFunction> functions) {
        return functions.stream().flatMap(vf -> vf.holders().stream()).map(Holder::describe).distinct();
    }

    private static List<String> interfaces(List<VirtualFunction> functions) {
        return functions.stream().map(VirtualFunction::name).flatMap(Optional::stream).toList();
    }
}
