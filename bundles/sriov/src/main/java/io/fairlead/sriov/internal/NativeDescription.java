package io.fairlead.sriov.internal;

import io.fairlead.api.LinkState;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import java.util.ArrayList;
import java.util.List;

/** A PF's state in the lines that the program {@code interface-vf} reads. */
final class NativeDescription {

    private NativeDescription() {
    }

    static String of(PfState state) {
        List<String> lines = new ArrayList<>(List.of("vfs " + state.vfs()));
        state.probe().ifPresent(on -> lines.add("probe " + word(on)));
        state.eswitch().ifPresent(mode -> lines.add("eswitch " + mode.label()));
        state.functions().forEach((index, vf) -> {
            attributes(vf.attributes()).forEach(line -> lines.add("vf %d %s".formatted(index, line)));
            if (vf.value().get(VfState.DRIVER) instanceof String driver) {
                lines.add("vf %d driver %s".formatted(index, driver));
            }
        });
        return String.join("\n", lines) + "\n";
    }

    private static List<String> attributes(VfAttributes vf) {
        List<String> lines = new ArrayList<>();
        vf.mac().ifPresent(mac -> lines.add("mac " + mac.text()));
        vf.vlan().ifPresent(vlan -> {
            lines.add("vlan " + vlan.id());
            if (vlan.qos() != 0) {
                lines.add("qos " + vlan.qos());
            }
            if (vlan.protocol() != Vlan.Protocol.DOT1Q) {
                lines.add("proto " + vlan.protocol().label());
            }
        });
        vf.spoofCheck().ifPresent(on -> lines.add("spoof " + word(on)));
        vf.trust().ifPresent(on -> lines.add("trust " + word(on)));
        vf.linkState().ifPresent(
                state -> lines.add("link " + (state == LinkState.AUTO ? "auto" : word(state == LinkState.ON))));
        vf.minRate().ifPresent(rate -> lines.add("min-rate " + rate));
        vf.maxRate().ifPresent(rate -> lines.add("max-rate " + rate));
        return lines;
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }
}
