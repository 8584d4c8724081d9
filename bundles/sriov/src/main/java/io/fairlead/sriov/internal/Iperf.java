package io.fairlead.sriov.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures TCP throughput between two endpoints with iperf3. */
final class Iperf {

    private static final Duration START = Duration.ofSeconds(15);
    private static final String CONNECT_MILLIS = "3000";
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Commands commands;

    Iperf(Commands commands) {
        this.commands = commands;
    }

    /**
     * One end.
     *
     * @param label for people
     * @param namespace the network namespace it is in; empty for the host's own
     * @param address its IPv4 address
     */
    record Endpoint(String label, Optional<String> namespace, String address) {
        private List<String> in(String... program) {
            List<String> line = new ArrayList<>();
            namespace.ifPresent(name -> line.addAll(List.of("ip", "netns", "exec", name)));
            line.addAll(List.of(program));
            return line;
        }
    }

    /** Fails when iperf3 is missing. */
    void check() {
        commands.run(START, List.of("iperf3", "--version"));
    }

    /** The received rate in Mbit/s; empty when no connection came about. */
    Optional<Double> measure(Endpoint from, Endpoint to, int seconds) {
        Duration bound = START.multipliedBy(2).plusSeconds(seconds);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> server = executor
                    .submit(() -> commands.run(bound, to.in("iperf3", "-s", "-1", "-B", to.address())));
            try {
                return client(from, to, seconds, bound);
            } finally {
                server.cancel(true);
            }
        }
    }

    /** The server needs a moment to listen, and the NIC to see its link: refused is tried again, unreachable is not. */
    private Optional<Double> client(Endpoint from, Endpoint to, int seconds, Duration bound) {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            Commands.Result result = commands.run(bound, from.in("iperf3", "-c", to.address(), "-B", from.address(),
                    "-t", String.valueOf(seconds), "-J", "--connect-timeout", CONNECT_MILLIS));
            Answer answer = parse(result.output());
            if (answer.error().isEmpty() && result.status() == 0) {
                return Optional.of(answer.megabits());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new FairleadException(Kind.HOST_FAILED, "the measurement was interrupted");
            }
            if (!answer.error().contains("refused") || System.nanoTime() > deadline) {
                return Optional.empty();
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private record Answer(double megabits, String error) {
    }

    /** {@code end.sum_received.bits_per_second}, or {@code error}, as {@code iperf3 -J} prints them. */
    private static Answer parse(String json) {
        try {
            Map<String, Object> answer = JSON.std.mapFrom(json);
            if (answer.get("error") instanceof String error) {
                return new Answer(0, error);
            }
            if (answer.get("end") instanceof Map<?, ?> end && end.get("sum_received") instanceof Map<?, ?> sum
                    && sum.get("bits_per_second") instanceof Number bits) {
                return new Answer(bits.doubleValue() / 1e6, "");
            }
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED, "iperf3 answered something that is no JSON", e);
        }
        throw new FairleadException(Kind.HOST_FAILED, "iperf3 answered without a received rate");
    }
}
