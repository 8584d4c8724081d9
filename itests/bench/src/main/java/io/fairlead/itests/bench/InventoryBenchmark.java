package io.fairlead.itests.bench;

import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.host.linux.internal.FilesBelow;
import io.fairlead.sriov.internal.InventoryOf;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The inventory of a host beside a plain loop over the same files. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC",
        "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class InventoryBenchmark {

    /** How many VFs the host has. */
    @Param({"512", "1024", "2048", "4096"})
    public int vfs;

    private SysfsTree tree;
    private Inventory inventory;

    /** Makes the tree. */
    @Setup
    public void build() {
        tree = new SysfsTree(vfs);
        inventory = InventoryOf.files(FilesBelow.root(tree.root()));
        if (inventory.physicalFunctions().stream().mapToInt(PhysicalFunction::numVfs).sum() != vfs) {
            throw new IllegalStateException("the inventory does not see the tree");
        }
    }

    /** Removes the tree. */
    @TearDown
    public void remove() {
        tree.close();
    }

    /** The inventory. */
    @Benchmark
    public List<PhysicalFunction> inventory() {
        return inventory.physicalFunctions();
    }

    /** The loop. */
    @Benchmark
    public Object plainLoop() throws IOException {
        return PlainLoop.read(tree.devices());
    }
}
