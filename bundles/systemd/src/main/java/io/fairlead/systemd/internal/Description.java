package io.fairlead.systemd.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.Vlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the VFs of a PF are to be, in the lines that {@code interface-vf} reads.
 *
 * @param lines {@code vfs 7}, {@code probe off}, {@code vf 0 trust on}
 */
record Description(List<String> lines) {

    private static final String HEAD = "# Written by Fairlead (unit:install); read by interface-vf.";

    private static final String ESWITCH = "eswitch ";
    private static final String NO_MAC = "00:00:00:00:00:00";

    Description {
        lines = List.copyOf(lines);
    }

    /**
     * The PF as it is now, with another count and probe where they are said. What a holder has set for itself, as libvirt
     * does with a guest's MAC, is not described.
     */
    static Description of(PhysicalFunction pf, int vfs, boolean probe) {
        List<String> lines = new ArrayList<>(List.of("vfs " + vfs, "probe " + word(probe)));
        pf.eswitchMode().filter(EswitchMode.SWITCHDEV::equals).ifPresent(mode -> lines.add(ESWITCH + mode.label()));
        for (VirtualFunction vf : pf.functions()) {
            if (vf.index() < vfs && vf.holders().isEmpty()) {
                attributes(vf.attributes()).forEach(line -> lines.add("vf %d %s".formatted(vf.index(), line)));
                driver(vf, probe).ifPresent(name -> lines.add("vf %d driver %s".formatted(vf.index(), name)));
            }
        }
        return new Description(lines);
    }

    /** What a document declares of a PF in its section {@code physicalFunctions}, and nothing of how the PF is. */
    static Description declared(Map<String, Object> pf) {
        int vfs = UnitSection.count(pf);
        List<String> lines = new ArrayList<>(List.of("vfs " + vfs));
        if (pf.get("probeDrivers") instanceof Boolean probe) {
            lines.add("probe " + word(probe));
        }
        if (pf.get("eswitchMode") instanceof String mode) {
            lines.add(ESWITCH + mode);
        }
        Map<String, Object> functions = mapping(pf.get("functions"));
        for (int index = 0; index < vfs; index++) {
            Map<String, Object> vf = mapping(pf.get("each"));
            vf.putAll(mapping(functions.get(String.valueOf(index))));
            for (String line : declaredVf(vf)) {
                lines.add("vf %d %s".formatted(index, line));
            }
        }
        return new Description(lines);
    }

    private static List<String> declaredVf(Map<String, Object> vf) {
        List<String> lines = new ArrayList<>();
        line(vf, "mac", text -> "mac " + MacAddress.parse(text).map(MacAddress::text).orElse(text), lines);
        Map<String, Object> vlan = mapping(vf.get("vlan"));
        line(vlan.isEmpty() ? vf : vlan, vlan.isEmpty() ? "vlan" : "id", "vlan "::concat, lines);
        line(vlan, "qos", qos -> qos.equals("0") ? "" : "qos " + qos, lines);
        line(vlan, "proto", proto -> proto.equals(Vlan.Protocol.DOT1Q.label()) ? "" : "proto " + proto, lines);
        line(vf, "spoofCheck", on -> "spoof " + word(on.equals("true")), lines);
        line(vf, "trust", on -> "trust " + word(on.equals("true")), lines);
        line(vf, "linkState", "link "::concat, lines);
        line(vf, "minRate", "min-rate "::concat, lines);
        line(vf, "maxRate", "max-rate "::concat, lines);
        line(vf, "driver", "driver "::concat, lines);
        return lines;
    }

    private static void line(Map<String, Object> from, String key, UnaryOperator<String> words, List<String> lines) {
        Optional.ofNullable(from.get(key)).map(String::valueOf).map(words).filter(line -> !line.isEmpty())
                .ifPresent(lines::add);
    }

    /** The same mapping with keys that are known to be strings; empty for what is none. */
    static Map<String, Object> mapping(Object value) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> raw) {
            raw.forEach((key, element) -> mapping.put(String.valueOf(key), element));
        }
        return mapping;
    }

    /** With probing the kernel binds what is bound; without, nothing is. */
    private static Optional<String> driver(VirtualFunction vf, boolean probe) {
        return vf.driver().filter(name -> !probe || vf.name().isEmpty());
    }

    private static List<String> attributes(VfAttributes vf) {
        List<String> lines = new ArrayList<>();
        vf.mac().filter(mac -> !mac.text().equals(NO_MAC)).ifPresent(mac -> lines.add("mac " + mac.text()));
        vf.vlan().filter(vlan -> vlan.id() != 0).ifPresent(vlan -> {
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
        vf.linkState().filter(state -> state != LinkState.AUTO)
                .ifPresent(state -> lines.add("link " + word(state == LinkState.ON)));
        vf.minRate().filter(rate -> rate != 0).ifPresent(rate -> lines.add("min-rate " + rate));
        vf.maxRate().filter(rate -> rate != 0).ifPresent(rate -> lines.add("max-rate " + rate));
        return lines;
    }

    private static String word(boolean on) {
        return on ? "on" : "off";
    }

    static Description parse(String text) {
        return new Description(text.lines().map(String::strip).filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("#")).toList());
    }

    String text() {
        return HEAD + "\n" + String.join("\n", lines) + "\n";
    }

    /** In which the PF is not so, one phrase each. */
    List<String> drift(PhysicalFunction pf) {
        List<String> drift = new ArrayList<>();
        int count = value("vfs").map(Integer::parseInt).orElse(0);
        if (count != pf.numVfs()) {
            drift.add("it has %d VFs, not %d".formatted(pf.numVfs(), count));
        }
        String mode = pf.eswitchMode().orElse(EswitchMode.LEGACY).label();
        value("eswitch").filter(wanted -> !wanted.equals(mode)).ifPresent(
                wanted -> drift.add("it is in eswitch mode %s, not %s".formatted(mode, wanted)));
        List<String> now = of(pf, pf.numVfs(), pf.probe()).lines();
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("vf") && !heldOrGone(pf, words[1]) && !now.contains(line)) {
                drift.add("VF %s is not as described: %s".formatted(words[1], words[2]));
            }
        }
        return drift;
    }

    private static boolean heldOrGone(PhysicalFunction pf, String index) {
        return pf.functions().stream().filter(vf -> String.valueOf(vf.index()).equals(index))
                .noneMatch(vf -> vf.holders().isEmpty());
    }

    private Optional<String> value(String word) {
        return lines.stream().filter(line -> line.startsWith(word + " ")).map(line -> line.substring(word.length() + 1))
                .findFirst();
    }
}
