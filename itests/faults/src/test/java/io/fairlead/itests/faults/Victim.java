package io.fairlead.itests.faults;

import io.fairlead.api.FairleadException;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.lifecycle.internal.Manager;
import io.fairlead.sriov.internal.SriovOn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A process that tries one document after the other until it is killed, while a guest comes and goes. */
final class Victim {

    static final String GUEST = "t2";

    private final SimulatedHost host = host();
    private final MutationLog log;
    private final SplittableRandom random;
    private final boolean guests;
    private final Manager manager;
    private boolean held;

    private Victim(Path file, long seed) throws IOException {
        log = new MutationLog(file);
        random = new SplittableRandom(seed);
        guests = withGuests(seed);
        Services services = Services.logged(host, log);
        manager = manager(services);
    }

    /** As it is before the process begins. */
    static SimulatedHost host() {
        SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
        host.putFile(HostPath.PROC.resolve("sys/kernel/random/boot_id"), "boot-1\n");
        return host;
    }

    static Manager manager(Services services) {
        SriovOn sriov = SriovOn.of(services);
        return Manager.begin(services, sriov.inventory(), List.of(sriov.provider(), Manager.files("a", services)));
    }

    static boolean withGuests(long seed) {
        return seed % 3 == 0;
    }

    /** A log, a seed, and after how many documents to end where nobody kills it. */
    public static void main(String[] words) throws Exception {
        new Victim(Path.of(words[0]), Long.parseLong(words[1])).run(Integer.parseInt(words[2]));
    }

    private void run(int rounds) {
        Documents documents = new Documents(random.split(), !guests);
        log.tell("begin\n" + view());
        System.out.println("ready");
        for (int i = 0; i < rounds; i++) {
            release();
            log.tell("applying");
            try {
                Outcome outcome = manager.apply(documents.next(), _ -> hold());
                if (outcome.tried().isPresent()) {
                    log.tell("tried %d\n%s".formatted(outcome.generation().orElseThrow().number(), view()));
                    end();
                } else {
                    log.tell("confirmed %d".formatted(manager.confirmed()));
                }
            } catch (FairleadException e) {
                log.tell("refused " + e.getMessage());
            }
        }
    }

    private void end() {
        hold();
        if (random.nextBoolean()) {
            log.tell("confirming");
            manager.confirm();
            log.tell("confirmed %d".formatted(manager.confirmed()));
        } else {
            log.tell("rolling back");
            Outcome outcome = manager.rollback();
            if (outcome.tried().isPresent()) {
                release();
                manager.tend();
            }
        }
    }

    private void hold() {
        if (guests && !held && host.numVfs("eno4") > 0 && random.nextInt(3) == 0) {
            log.hold(host, "eno4", random.nextInt(host.numVfs("eno4")), GUEST);
            held = true;
        }
    }

    private void release() {
        if (held) {
            log.release(host, GUEST);
            held = false;
        }
    }

    private String view() {
        return HostView.of(host, !guests);
    }
}
