package io.fairlead.itests.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks, prints the table, and judges: twice the loop's time at most, and growing as the VFs do. */
public final class Bench {

    private static final double MOST = 2.0;
    /** Eight times the VFs may take eight times as long; half as much again is the noise of a busy machine. */
    private static final double NOT_LINEAR = 1.5;

    private Bench() {
    }

    /** Ends with status 1 when a bound is missed. */
    public static void main(String[] arguments) throws RunnerException {
        Map<Integer, Map<String, Double>> times = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder().include(InventoryBenchmark.class.getName())
                .verbosity(VerboseMode.SILENT).build()).run()) {
            times.computeIfAbsent(Integer.valueOf(result.getParams().getParam("vfs")), _ -> new TreeMap<>())
                    .put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore());
        }
        boolean missed = false;
        System.out.println("| VFs | inventory | plain loop | ratio | inventory, µs a VF |");
        System.out.println("|----:|----------:|-----------:|------:|-------------------:|");
        double first = 0;
        for (Map.Entry<Integer, Map<String, Double>> row : times.entrySet()) {
            double inventory = row.getValue().get("inventory");
            double loop = row.getValue().get("plainLoop");
            double each = inventory / row.getKey() * 1000;
            first = first == 0 ? each : first;
            missed |= inventory / loop > MOST || each / first > NOT_LINEAR;
            System.out.printf(Locale.ROOT, "| %d | %.2f ms | %.2f ms | %.2f | %.1f |%n", row.getKey(), inventory, loop,
                    inventory / loop, each);
        }
        if (missed) {
            System.err.println("bench: the inventory takes more than %.1f times the loop's time, or does not grow "
                    .formatted(MOST) + "as the VFs do");
            System.exit(1);
        }
    }
}
