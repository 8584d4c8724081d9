package io.fairlead.itests.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, prints the tables, and judges. The inventory: twice the loop's time at most, and growing as the VFs do.
 * The plan of an unchanged host, and the deployment of a vendor's bundle: no longer than their bounds.
 */
public final class Bench {

    private static final double MOST = 2.0;
    /** Eight times the VFs may take eight times as long; half as much again is the noise of a busy machine. */
    private static final double NOT_LINEAR = 1.5;

    private static final double MOST_PLAN_MS = 150;
    private static final double MOST_DEPLOY_MS = 100;
    private static final double MOST_DEPLOY_P99_MS = 250;

    private Bench() {
    }

    /** Ends with status 1 when a bound is missed. */
    public static void main(String[] arguments) throws Exception {
        boolean sound = inventory() & plan() & deploy();
        if (!sound) {
            System.exit(1);
        }
    }

    private static boolean inventory() throws RunnerException {
        Map<Integer, Map<String, Double>> times = new TreeMap<>();
        for (RunResult result : run(InventoryBenchmark.class)) {
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
        }
        return !missed;
    }

    private static boolean plan() throws RunnerException {
        Map<String, Double> times = new TreeMap<>();
        run(PlanBenchmark.class).forEach(
                result -> times.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore()));
        System.out.printf(Locale.ROOT, "%n| PFs | VFs | inventory | plan | status |%n|--:|--:|--:|--:|--:|%n"
                + "| 32 | 4096 | %.1f ms | %.1f ms | %.1f ms |%n", times.get("inventory"), times.get("plan"),
                times.get("status"));
        boolean missed = times.get("plan") > MOST_PLAN_MS;
        if (missed) {
            System.err.println("bench: the plan of an unchanged host takes more than %.0f ms".formatted(MOST_PLAN_MS));
        }
        return !missed;
    }

    private static boolean deploy() throws Exception {
        double[] times = DeployBench.run();
        double median = times[times.length / 2];
        double p99 = times[(int) Math.ceil(times.length * 0.99) - 1];
        System.out.printf(Locale.ROOT, "%n| deployments | median | p99 | longest |%n|--:|--:|--:|--:|%n"
                + "| %d | %.1f ms | %.1f ms | %.1f ms |%n", times.length, median, p99, times[times.length - 1]);
        boolean missed = median > MOST_DEPLOY_MS || p99 > MOST_DEPLOY_P99_MS;
        if (missed) {
            System.err.println(
                    "bench: from the renaming of a vendor's jar to its driver takes more than %.0f ms in the middle, or %.0f ms in one of a hundred"
                            .formatted(MOST_DEPLOY_MS, MOST_DEPLOY_P99_MS));
        }
        return !missed;
    }

    private static Collection<RunResult> run(Class<?> benchmark) throws RunnerException {
        return new Runner(new OptionsBuilder().include(benchmark.getName()).verbosity(VerboseMode.SILENT).build())
                .run();
    }
}
