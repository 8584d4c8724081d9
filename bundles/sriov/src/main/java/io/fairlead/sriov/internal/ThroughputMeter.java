package io.fairlead.sriov.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.Measurement;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import io.fairlead.host.Commands;
import io.fairlead.host.WriterLock;
import io.fairlead.sriov.internal.Iperf.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Measures what VFs, macvlans and the host of one PF reach of each other. Each endpoint but the host's lies in a network
 * namespace of its own, so that the kernel cannot take the way over the loopback.
 */
final class ThroughputMeter {

    private final Inventory inventory;
    private final MeasuringSite site;
    private final Iperf iperf;
    private final WriterLock writer;

    ThroughputMeter(Inventory inventory, MeasuringSite site, Iperf iperf, WriterLock writer) {
        this.inventory = inventory;
        this.site = site;
        this.iperf = iperf;
        this.writer = writer;
    }

    Measurement measure(String name, int seconds) {
        if (seconds < 1 || seconds > 60) {
            throw new FairleadException(Kind.USAGE,
                    "%d seconds for each pair are out of range: give 1 to 60".formatted(seconds));
        }
        PhysicalFunction pf = inventory.physicalFunction(name);
        String interfaceName = pf.name().orElseThrow(() -> new FairleadException(Kind.NOT_CAPABLE,
                "%s has no network interface in the host's namespace to measure with".formatted(pf.pci())));
        refuse(pf);
        iperf.check();
        writer.claim();
        UndoStack undo = new UndoStack();
        List<Measurement.Pair> pairs = new ArrayList<>();
        List<String> failures;
        try {
            pairs.addAll(pairs(site.build(pf, interfaceName, undo), seconds));
        } finally {
            failures = undo.unwind();
        }
        if (!failures.isEmpty()) {
            throw new FairleadException(Kind.HOST_FAILED, "after measuring %s not everything could be put back: %s"
                    .formatted(pf.label(), String.join("; ", failures)));
        }
        return new Measurement(pf.label(), pairs, List.of());
    }

    private static void refuse(PhysicalFunction pf) {
        List<VirtualFunction> held = pf.functions().stream().filter(vf -> !vf.holders().isEmpty()).toList();
        if (!held.isEmpty()) {
            throw new FairleadException(Kind.IN_USE,
                    "%s is in use (%s), and a measurement would disturb it: end that use first".formatted(pf.label(),
                            HeldBy.describe(held)));
        }
        if (!pf.holdersUnknown().isEmpty()) {
            throw new FairleadException(Kind.IN_USE, "it cannot be told who uses the VFs of %s (%s): cure that first"
                    .formatted(pf.label(), String.join("; ", pf.holdersUnknown())));
        }
        if (pf.numVfs() == 1) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s has one VF and a measurement needs two: set their number to 0 or at least 2".formatted(
                            pf.label()));
        }
    }

    private List<Measurement.Pair> pairs(MeasuringSite.Endpoints ends, int seconds) {
        List<Measurement.Pair> pairs = new ArrayList<>();
        pairs.add(pair(ends.vf0(), ends.vf1(), seconds));
        pairs.add(pair(ends.macvlan0(), ends.macvlan1(), seconds));
        pairs.add(pair(ends.vf0(), ends.macvlan0(), seconds));
        pairs.add(pair(ends.macvlan0(), ends.vf0(), seconds));
        pairs.add(pair(ends.vf0(), ends.host(), seconds));
        pairs.add(pair(ends.host(), ends.vf0(), seconds));
        pairs.add(pair(ends.macvlan0(), ends.host(), seconds));
        return pairs;
    }

    private Measurement.Pair pair(Endpoint from, Endpoint to, int seconds) {
        Optional<Double> rate = iperf.measure(from, to, seconds);
        return new Measurement.Pair(from.label(), to.label(), rate.isPresent(), rate);
    }
}
