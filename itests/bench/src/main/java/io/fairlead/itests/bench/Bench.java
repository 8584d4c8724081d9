package io.fairlead.itests.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks, prints the tables, and judges. The inventory: twice the loop's time at most, and growing as the VFs do.
 * The plan of an unchanged host, and the deployment of a vendor's bundle: no longer than their bounds. What applying takes beside
 * the kernel's time: no more than its share.
 *
 * <p>On a machine that others use too, the processor's time is judged instead: it is what the same would take on a quiet one.
 */
public final class Bench {

    private static final Set<String> ALL = Set.of("inventory", "plan", "apply", "deploy");

    private static final double MOST = 2.0;
    /** Eight times the VFs may take eight times as long; half as much again is the noise of a busy machine. */
    private static final double NOT_LINEAR = 1.5;

    private static final double MOST_PLAN_MS = 150;
    private static final double MOST_DEPLOY_MS = 100;
    private static final double MOST_DEPLOY_P99_MS = 250;

    private static final double MOST_APPLY_PERCENT = 5;
    /** As on a fast card. That 64 VFs take 22 s on i40e (nmstate#1704) are 344 ms each. */
    private static final Duration EACH_VF = Duration.ofMillis(20);
    private static final Duration EACH_VF_I40E = Duration.ofMillis(344);
    /** A thread that gets less of a processor than this shares the machine with others. */
    private static final double QUIET = 0.95;
    private static final long SPIN_NANOS = 2_000_000_000;
    private static final int SMALL_TIMES = 21;

    private Bench() {
    }

    /**
     * Ends with status 1 when a bound is missed.
     *
     * @param arguments which: {@code inventory}, {@code plan}, {@code apply}, {@code deploy}; none for all
     */
    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = arguments.length == 0 ? ALL : Set.of(arguments);
        if (!ALL.containsAll(wanted)) {
            System.err.println("bench: give some of %s, or nothing for all".formatted(String.join(", ", ALL)));
            System.exit(2);
        }
        double share = share();
        boolean busy = share < QUIET;
        System.out.println(machine(share));
        boolean sound = !wanted.contains("inventory") || inventory();
        sound &= !wanted.contains("plan") || plan(busy);
        sound &= !wanted.contains("apply") || apply(busy);
        sound &= !wanted.contains("deploy") || deploy();
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

    private static boolean plan(boolean busy) throws RunnerException {
        System.out.println();
        System.out.println("| 32 PFs, 4096 VFs | time | processor's |");
        System.out.println("|:-----------------|-----:|------------:|");
        double judged = Double.NaN;
        for (RunResult result : run(PlanBenchmark.class)) {
            String name = result.getParams().getBenchmark().replaceFirst(".*\\.", "");
            double time = result.getPrimaryResult().getStatistics().getPercentile(50);
            double processor = result.getSecondaryResults().get(ProcessorTime.LABEL).getStatistics().getPercentile(50);
            System.out.printf(Locale.ROOT, "| %s | %.1f ms | %.1f ms |%n", name, time, processor);
            if (name.equals("plan")) {
                judged = busy ? processor : time;
            }
        }
        return isWithin("the plan of an unchanged host takes %.1f ms, and may take %.0f ms", judged, MOST_PLAN_MS);
    }

    private static boolean apply(boolean busy) {
        ApplyCost.Small small = ApplyCost.small(SMALL_TIMES);
        System.out.println();
        System.out.println("| 1 PF, 7 VFs, state on a disk | host:apply --yes | processor's | disk | synced writes |");
        System.out.println("|:-----------------------------|-----------------:|------------:|-----:|--------------:|");
        row("the first of a process", small.first());
        row("the median", small.median());
        row("the quickest", small.quickest());
        // the process is warm, and so is what is compared with
        ApplyCost.large(Duration.ZERO);
        ApplyCost.Times large = ApplyCost.large(EACH_VF);
        double slow = EACH_VF_I40E.dividedBy(EACH_VF);
        System.out.println();
        System.out.println(
                "| 32 PFs, 4096 VFs made | the kernel | host:apply --yes | more | of it processor's | more | at 344 ms a VF |");
        System.out.println(
                "|:----------------------|-----------:|-----------------:|-----:|------------------:|-----:|---------------:|");
        System.out.printf(Locale.ROOT, "| at %d ms a VF | %.2f s | %.2f s | %.2f s | %.2f s | %.1f %% | %.2f %% |%n",
                EACH_VF.toMillis(), seconds(large.kernel()), seconds(large.apply()), seconds(large.more()),
                seconds(large.processor()), large.percent(busy), large.percent(busy) / slow);
        return isWithin("applying takes %.1f %% more than the kernel alone, and may take %.0f %%", large.percent(busy),
                MOST_APPLY_PERCENT);
    }

    private static void row(String which, ApplyCost.Once once) {
        System.out.printf(Locale.ROOT, "| %s | %.0f ms | %.0f ms | %.0f ms | %d |%n", which, millis(once.all()),
                millis(once.processor()), millis(once.disk()), once.writes());
    }

    private static boolean isWithin(String sentence, double is, double most) {
        if (!(is <= most)) {
            System.err.println("bench: " + sentence.formatted(is, most));
        }
        return is <= most;
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** How much of a processor a thread gets that does nothing but wait for time to pass. */
    private static double share() {
        long begin = System.nanoTime();
        long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        while (System.nanoTime() - begin < SPIN_NANOS) {
            Thread.onSpinWait();
        }
        return (double) (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - processor)
                / (System.nanoTime() - begin);
    }

    private static String machine(double share) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String model = lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("a processor without a name");
            return String.format(Locale.ROOT, "%d cores of %s, JDK %s%s%n", Runtime.getRuntime().availableProcessors(),
                    model, Runtime.version(),
                    share < QUIET
                            ? "; others leave %.1f %% of one, so that the processor's times are judged".formatted(
                                    share * 100)
                            : "");
        }
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
        return new Runner(new OptionsBuilder().include(benchmark.getName()).verbosity(VerboseMode.SILENT)
                .addProfiler(ProcessorTime.class).shouldFailOnError(true).build())
                .run();
    }
}
