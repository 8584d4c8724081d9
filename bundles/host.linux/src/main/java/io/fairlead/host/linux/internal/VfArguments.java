package io.fairlead.host.linux.internal;

import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** VF attributes as arguments of {@code ip link set dev PF vf N} (ip-link(8)). */
final class VfArguments {

    private VfArguments() {
    }

    /** One attribute by its name for people, and its arguments. */
    record Change(String attribute, List<String> arguments) {
    }

    static List<Change> of(VfAttributes wanted) {
        List<Change> changes = new ArrayList<>();
        wanted.mac().ifPresent(mac -> changes.add(new Change("MAC", List.of("mac", mac.text()))));
        wanted.vlan().ifPresent(vlan -> changes.add(new Change("VLAN", vlan(vlan))));
        wanted.spoofCheck().ifPresent(on -> changes.add(new Change("spoof check", List.of("spoofchk", onOff(on)))));
        wanted.trust().ifPresent(on -> changes.add(new Change("trust", List.of("trust", onOff(on)))));
        wanted.linkState().ifPresent(state -> changes.add(new Change("link state", List.of("state", switch (state) {
            case AUTO -> "auto";
            case ON -> "enable";
            case OFF -> "disable";
        }))));
        rates(wanted).ifPresent(changes::add);
        return changes;
    }

    /** Both rates in one request: the kernel checks one against the other. */
    private static Optional<Change> rates(VfAttributes wanted) {
        List<String> arguments = new ArrayList<>();
        wanted.minRate().ifPresent(rate -> arguments.addAll(List.of("min_tx_rate", String.valueOf(rate))));
        wanted.maxRate().ifPresent(rate -> arguments.addAll(List.of("max_tx_rate", String.valueOf(rate))));
        return arguments.isEmpty() ? Optional.empty() : Optional.of(new Change("rate", arguments));
    }

    private static List<String> vlan(Vlan vlan) {
        List<String> arguments = new ArrayList<>(List.of("vlan", String.valueOf(vlan.id())));
        if (vlan.id() != 0) {
            arguments.addAll(List.of("qos", String.valueOf(vlan.qos()), "proto",
                    vlan.protocol().label()));
        }
        return arguments;
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}
