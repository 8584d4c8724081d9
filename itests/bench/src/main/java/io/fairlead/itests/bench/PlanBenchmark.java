package io.fairlead.itests.bench;

import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Plan;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The plan of a host that is as its document says, with 128 VFs on each of 32 PFs, beside one look at its inventory. So many
 * times, and not for so long: on a busy machine a process would else not get warm.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "--sun-misc-unsafe-memory-access=allow"})
@Warmup(iterations = 60)
@Measurement(iterations = 60)
public class PlanBenchmark {

    private static final int VFS = 128;

    private DeclaredHost host;
    private Document document;

    /** Brings the host to what is declared, and keeps it. */
    @Setup
    public void declare() {
        host = new DeclaredHost(SimulatedHost.of(SimulatedHosts.large()));
        document = host.document(VFS);
        host.apply(document);
        if (!plan().changes().isEmpty()) {
            throw new IllegalStateException("the host is not as declared: " + plan().changes());
        }
    }

    /** The plan, from the document's text to no change. */
    @Benchmark
    public Plan plan() {
        return host.lifecycle().plan(document, Optional.empty());
    }

    /** What the manager does every so often. */
    @Benchmark
    public HostStatus status() {
        return host.lifecycle().status();
    }

    /** One look. */
    @Benchmark
    public List<PhysicalFunction> inventory() {
        return host.physicalFunctions();
    }
}
