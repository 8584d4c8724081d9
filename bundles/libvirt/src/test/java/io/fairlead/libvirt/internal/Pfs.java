package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VirtualFunction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** eno4 and eno5 with as many VFs as the test says, also known by their addresses. */
final class Pfs implements Inventory {

    private final Map<String, Integer> counts = new LinkedHashMap<>(Map.of("eno4", 7, "eno5", 7));
    private String first = "eno4";
    private int looksAtAll;

    void setVfs(String pf, int count) {
        counts.put(pf, count);
    }

    /** eno4 gets another name. */
    void renameEno4(String name) {
        counts.put(name, counts.remove(first));
        first = name;
    }

    /** How often all of them were looked at. */
    int looksAtAll() {
        return looksAtAll;
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        looksAtAll++;
        return all();
    }

    private List<PhysicalFunction> all() {
        return List.of(pf(first, 1), pf("eno5", 2));
    }

    @Override
    public PhysicalFunction physicalFunction(String word) {
        return all().stream().filter(pf -> pf.label().equals(word) || pf.pci().toString().equals(word))
                .findFirst().orElseThrow(() -> new FairleadException(Kind.USAGE,
                        "there is no interface or PCI function %s".formatted(word)));
    }

    @Override
    public Inventory snapshot() {
        return this;
    }

    private PhysicalFunction pf(String name, int bus) {
        List<VirtualFunction> vfs = IntStream.range(0, counts.get(name))
                .mapToObj(
                        i -> new VirtualFunction(i, address("0000:%02x:%02x.%x".formatted(bus, 16 + i / 4, i % 4 * 2)),
                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                                VfAttributes.NONE, List.of()))
                .toList();
        return new PhysicalFunction(address("0000:0%d:00.0".formatted(bus)), Optional.of(name), 0x8086, 0x10c9,
                Optional.of("igb"), Optional.of(7), vfs.size(), true, Optional.empty(), Optional.empty(),
                Optional.empty(), List.of(),
                vfs);
    }

    private static PciAddress address(String text) {
        return PciAddress.parse(text).orElseThrow();
    }
}
