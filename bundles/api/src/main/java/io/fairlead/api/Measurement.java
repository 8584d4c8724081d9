package io.fairlead.api;

import java.util.List;
import java.util.Optional;

/**
 * The throughput between endpoints on one PF.
 *
 * @param pf the PF's interface or PCI address
 * @param pairs in the order they were measured
 * @param notes what the user should know, one sentence each
 */
public record Measurement(String pf, List<Pair> pairs, List<String> notes) {

    /**
     * One pair of endpoints.
     *
     * @param from the sending endpoint: {@code VF 0}, {@code macvlan 1}
     * @param to the receiving endpoint: {@code VF 1}, {@code host}
     * @param reachable whether a TCP connection came about
     * @param megabits the received rate in Mbit/s; empty where nothing got through
     */
    public record Pair(String from, String to, boolean reachable, Optional<Double> megabits) {
    }
}
