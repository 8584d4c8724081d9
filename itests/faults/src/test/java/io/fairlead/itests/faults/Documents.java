package io.fairlead.itests.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Random documents of eno4 and of files, for a host whose eno5 belongs to a guest. */
final class Documents {

    private final RandomGenerator random;
    private final boolean drivers;

    /**
     * From a source of randomness.
     *
     * @param drivers whether also drivers are declared, which guests change too
     */
    Documents(RandomGenerator random, boolean drivers) {
        this.random = random;
        this.drivers = drivers;
    }

    String next() {
        StringBuilder text = new StringBuilder("a: {");
        text.append(String.join(", ", files())).append("}\n");
        if (random.nextInt(8) > 0) {
            text.append("physicalFunctions: {eno4: ").append(physicalFunction(random.nextInt(8))).append("}\n");
        }
        return text.toString();
    }

    /** Of eno4 and all that belongs to its VFs. */
    String ofAllSections() {
        int count = random.nextInt(8);
        List<String> lines = new ArrayList<>();
        lines.add("physicalFunctions: {eno4: %s}".formatted(physicalFunction(count)));
        if (random.nextBoolean()) {
            lines.add("kernel: {arguments: [intel_iommu=on, iommu=pt]}");
        }
        if (random.nextBoolean()) {
            lines.add("networkManager: {unmanaged: [eno4]}");
        }
        List<String> libvirt = new ArrayList<>();
        maybe(libvirt, "startAfter: [eno4]");
        maybe(libvirt, "pools: {vfpool: eno4}");
        maybe(libvirt, "guestsMay: [trust]");
        if (count > 0 && !libvirt.isEmpty()) {
            lines.add("libvirt: {%s}".formatted(String.join(", ", libvirt)));
        }
        return String.join("\n", lines) + "\n";
    }

    private List<String> files() {
        List<String> files = new ArrayList<>();
        for (String name : List.of("w", "x", "y", "z")) {
            if (random.nextBoolean()) {
                files.add("%s: t%d".formatted(name, random.nextInt(100)));
            }
        }
        return files;
    }

    /** As a flow mapping. */
    String physicalFunction(int count) {
        List<String> keys = new ArrayList<>(List.of("virtualFunctions: " + count));
        if (drivers && random.nextInt(3) == 0) {
            keys.add("probeDrivers: " + random.nextBoolean());
        }
        List<String> functions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> attributes = attributes(i);
            if (!attributes.isEmpty()) {
                functions.add("%d: {%s}".formatted(i, String.join(", ", attributes)));
            }
        }
        keys.add("functions: {%s}".formatted(String.join(", ", functions)));
        return "{%s}".formatted(String.join(", ", keys));
    }

    private List<String> attributes(int index) {
        List<String> attributes = new ArrayList<>();
        maybe(attributes, "mac: \"52:54:00:00:%02x:%02x\"".formatted(index, random.nextInt(256)));
        maybe(attributes, "vlan: " + random.nextInt(4000));
        maybe(attributes, "spoofCheck: " + random.nextBoolean());
        maybe(attributes, "trust: " + random.nextBoolean());
        maybe(attributes, "maxRate: " + 100 * random.nextInt(10));
        if (drivers) {
            maybe(attributes, "driver: " + (random.nextBoolean() ? "none" : "vfio-pci"));
        }
        return attributes;
    }

    private void maybe(List<String> attributes, String one) {
        if (random.nextInt(3) == 0) {
            attributes.add(one);
        }
    }
}
