package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.host.Commands;
import io.fairlead.host.Links;
import io.fairlead.lifecycle.internal.document.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What has to work after a change when it worked before it: that there is a default route, that declared addresses answer,
 * that declared names are resolved.
 */
final class Probes {

    /** A link that went down for a change needs some seconds to come up, a port of a switch with spanning tree longer. */
    private static final Duration SETTLE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final Links links;
    private final Commands commands;

    Probes(Links links, Commands commands) {
        this.links = links;
        this.commands = commands;
    }

    /** What works now, one phrase each. */
    Set<String> working(Settings settings) {
        Set<String> working = new LinkedHashSet<>();
        if (links.routes().stream().anyMatch(route -> route.destination().equals("default"))) {
            working.add("there is a default route");
        }
        settings.reach().stream().filter(this::reaches).map(Probes::answers).forEach(working::add);
        settings.resolve().stream().filter(this::resolves).map(Probes::resolved).forEach(working::add);
        return working;
    }

    /** What is declared to work and does not, before anything is changed, one sentence each. */
    static List<String> unwatched(Set<String> working, Settings settings) {
        List<String> notes = new ArrayList<>();
        settings.reach().stream().filter(address -> !working.contains(answers(address)))
                .forEach(address -> notes
                        .add("%s did not answer before the changes either, so that it tells nothing of them"
                                .formatted(address)));
        settings.resolve().stream().filter(name -> !working.contains(resolved(name)))
                .forEach(name -> notes
                        .add("%s was not resolved before the changes either, so that it tells nothing of them"
                                .formatted(name)));
        return notes;
    }

    /** What worked and does not come to work again within some seconds. */
    Set<String> lost(Set<String> before, Settings settings) throws InterruptedException {
        long end = System.nanoTime() + SETTLE.toNanos();
        while (true) {
            Set<String> lost = new LinkedHashSet<>(before);
            lost.removeAll(working(settings));
            if (lost.isEmpty() || System.nanoTime() >= end) {
                return lost;
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private static String answers(String address) {
        return address + " answers";
    }

    private static String resolved(String name) {
        return name + " is resolved";
    }

    private boolean reaches(String address) {
        return succeeds(List.of("ping", "-n", "-c", "1", "-W", "1", address));
    }

    private boolean resolves(String name) {
        return succeeds(List.of("getent", "ahosts", name));
    }

    private boolean succeeds(List<String> command) {
        try {
            return commands.run(BOUND, command).status() == 0;
        } catch (FairleadException _) {
            // a program that is not there, or takes too long, tells of nothing that works
            return false;
        }
    }
}
