package io.fairlead.itests.bench;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Outcome.Done;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code host:apply} takes beside what the kernel does: the document read, the plan, the journal, the way back, the changes
 * and their reading back, the daemons (simulated ones), the verification, the confirmation. Each on a host of its own.
 */
final class ApplyCost {

    private static final int VFS = 128;
    private static final Duration BOUND = Duration.ofMinutes(10);

    private ApplyCost() {
    }

    /**
     * The same VFs made by the kernel alone and by {@code host:apply}.
     *
     * @param kernel the time of the writes and of waiting for what they make
     * @param apply the time of {@code host:apply}
     * @param processor the time of a processor that it takes more than the kernel's writes do, whose waiting takes none
     */
    record Times(Duration kernel, Duration apply, Duration processor) {

        Duration more() {
            return apply.minus(kernel);
        }

        /** How much longer it takes, in percent of the kernel's time; on a busy machine, how much longer it would take alone. */
        double percent(boolean busy) {
            return 100.0 * (busy ? processor : more()).toNanos() / kernel.toNanos();
        }
    }

    /** 128 VFs on each of 32 PFs, each of which takes the kernel so long to make. */
    static Times large(Duration eachVf) {
        SimulatedHost bare = withoutVfs(eachVf);
        List<PhysicalFunction> pfs = new DeclaredHost(bare).physicalFunctions();
        Span kernel = Span.of(() -> {
            for (int pf = 0; pf < pfs.size(); pf++) {
                make(bare, pfs.get(pf), pf);
            }
        });
        DeclaredHost declared = new DeclaredHost(withoutVfs(eachVf));
        Span apply = apply(declared, declared.document(VFS));
        return new Times(kernel.all(), apply.all(), apply.processor().minus(kernel.processor()));
    }

    /** What something took of the time, and of this thread's processor. */
    private record Span(Duration all, Duration processor) {

        static Span of(Runnable action) {
            long begin = System.nanoTime();
            long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            action.run();
            return new Span(Duration.ofNanos(System.nanoTime() - begin),
                    Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor));
        }
    }

    private static SimulatedHost withoutVfs(Duration eachVf) {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.large());
        new DeclaredHost(host).physicalFunctions().stream().map(PhysicalFunction::label).forEach(pf -> {
            host.createVfs(pf, 0);
            host.setProbe(pf, true);
            if (!eachVf.isZero()) {
                host.faults().delayLinks(pf, eachVf.multipliedBy(VFS));
            }
        });
        return host;
    }

    /** What the kernel is told for one PF of the document. */
    private static void make(SimulatedHost host, PhysicalFunction pf, int number) {
        PciAddress pci = pf.pci();
        HostPath device = HostPath.SYS.resolve("bus/pci/devices/" + pci);
        if (!(host.operations().run(new SlowOperation(pci, "make VFs", List.of(), BOUND,
                List.of(new Step.Write(device.resolve("sriov_drivers_autoprobe"), "0"),
                        new Step.Write(device.resolve("sriov_numvfs"), String.valueOf(VFS)),
                        new Step.AwaitVfs(device, VFS, BOUND))),
                BOUND) instanceof Done)) {
            throw new IllegalStateException("the VFs of " + pf.label() + " were not made");
        }
        for (int vf = 0; vf < VFS; vf++) {
            host.links().setVf(pf.label(), vf, new VfAttributes(
                    MacAddress.parse("52:54:00:00:%02x:%02x".formatted(number, vf)),
                    Optional.of(new Vlan(100 + vf, 0, Vlan.Protocol.DOT1Q)), Optional.of(true), Optional.of(false),
                    Optional.empty(), Optional.empty(), Optional.empty()));
        }
    }

    private static Span apply(DeclaredHost host, Document document) {
        return Span.of(() -> {
            Outcome outcome = host.apply(document);
            if (outcome.generation().filter(made -> made.result() == Generation.Result.CONFIRMED).isEmpty()) {
                throw new IllegalStateException("the document was not confirmed: " + outcome);
            }
        });
    }

    /**
     * One PF with 7 VFs, a rule, a unit, a pool and hooks, where the kernel takes no time at all.
     *
     * @param first in a process that has applied nothing before
     * @param median of those after it
     * @param quickest of those after it
     */
    record Small(Once first, Once median, Once quickest) {
    }

    /**
     * One time.
     *
     * @param disk what it took to write journal, generation and way back
     * @param writes how often that was, each time synced
     */
    record Once(Duration all, Duration processor, Duration disk, int writes) {
    }

    static Small small(int times) {
        Once first = small();
        List<Once> later = Stream.generate(ApplyCost::small).limit(times).sorted(Comparator.comparing(Once::all))
                .toList();
        return new Small(first, later.get(times / 2), later.getFirst());
    }

    private static Once small() {
        Path root;
        try {
            root = Files.createTempDirectory(Path.of("."), "bench-state-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
            StateOnDisk state = new StateOnDisk(host, root);
            DeclaredHost declared = new DeclaredHost(host, state, state);
            List<PhysicalFunction> eno4 = declared.physicalFunctions().stream()
                    .filter(pf -> pf.label().equals("eno4")).toList();
            Span span = apply(declared, DeclaredHost.document(eno4, 7));
            return new Once(span.all(), span.processor(), state.time(), state.writes());
        } finally {
            delete(root);
        }
    }

    private static void delete(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
