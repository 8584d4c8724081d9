package io.fairlead.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.lifecycle.HostStatus;
import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.lifecycle.internal.Manager;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that changes its host is killed by SIGKILL at a random instant; the host that it leaves is given to another one.
 * Then the host is the old or the newly confirmed one, or the old one except what a guest keeps, until that guest ends.
 */
class SigkillTest {

    private static final int TIMES = Figures.count("kills", 200, 10_000);
    /** So long a process is let live: that is some tens of documents, of which the first few take longest. */
    private static final int LONGEST_MS = 600;
    private static final long SEED = Long.getLong("seed", 20_261_126L);

    @TempDir
    Path directory;
    private String classPath = "";

    /** What was found after the next process had begun. */
    private enum Found {
        OLD, TRIED, NEW, OLD_EXCEPT_HELD
    }

    /** What the process told before it ended: what is in force is one of these. */
    private static final class Told {
        private String old = "";
        private int confirmed;
        private String tried = "";
        private int next;
        private String last = "";

        Told(List<String> story) {
            for (String entry : story) {
                List<String> parts = List.of(entry.split("\n", 2));
                List<String> words = List.of(parts.getFirst().split(" ", -1));
                last = words.getFirst();
                switch (last) {
                    case "begin" -> old = parts.getLast();
                    case "tried" -> {
                        next = Integer.parseInt(words.getLast());
                        tried = parts.getLast();
                    }
                    case "confirmed" -> {
                        confirmed = Integer.parseInt(words.getLast());
                        old = next == confirmed ? tried : old;
                    }
                    default -> {
                    }
                }
            }
        }
    }

    /** Trains the class data that all the processes begin with, which takes no directories of classes. */
    @BeforeEach
    void train() throws Exception {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                jars.add(jar(path, directory.resolve("classes-%d.jar".formatted(jars.size()))));
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        classPath = String.join(File.pathSeparator, jars);
        Process process = victim("-XX:ArchiveClassesAtExit=" + archive(), directory.resolve("training"), 1, 20);
        process.getInputStream().transferTo(System.out);
        assertThat(process.waitFor()).isZero();
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> all = Files
                        .walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return jar.toString();
    }

    private Path archive() {
        return directory.resolve("classes.jsa");
    }

    private Process victim(String archive, Path log, long seed, int rounds) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), archive,
                "-Xlog:disable", "-Xlog:all=off", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp",
                classPath, Victim.class.getName(), log.toString(), String.valueOf(seed),
                String.valueOf(rounds)).redirectErrorStream(true).start();
    }

    @Test
    void whatAKilledProcessLeavesIsBroughtToTheOldOrTheNewHost() throws Exception {
        Figures figures = Figures.begin("SIGKILL at a random instant");
        Map<Found, Integer> found = new EnumMap<>(Found.class);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<Found>> all = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                long seed = SEED + i;
                all.add(two.submit(() -> kill(seed)));
            }
            for (Future<Found> one : all) {
                found.merge(one.get(), 1, Integer::sum);
            }
        }
        assertThat(found.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(TIMES);
        figures.end("%d kills: %s, others 0".formatted(TIMES, found));
    }

    private Found kill(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(~seed);
        Path log = directory.resolve("log-" + seed);
        Process process = victim("-XX:SharedArchiveFile=" + archive(), log, seed, Integer.MAX_VALUE);
        try (BufferedReader reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo("ready");
            boolean ended = process.waitFor(random.nextInt(LONGEST_MS * 1000), TimeUnit.MICROSECONDS);
            assertThat(ended).as("seed %d: it ended by itself: %s", seed, ended ? reader.readLine() : "").isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
        Found found = judge(log, seed);
        Files.delete(log);
        return found;
    }

    private static Found judge(Path log, long seed) throws IOException {
        SimulatedHost host = Victim.host();
        Told told = new Told(MutationLog.replay(log, host));
        String when = "seed %d, killed after '%s'".formatted(seed, told.last);
        boolean drivers = !Victim.withGuests(seed);
        boolean guest = host.files().exists(HostPath.RUN.resolve("libvirt/qemu/t2.xml"));
        Manager manager = Victim.manager(Services.of(host));
        manager.tend();
        HostStatus status = manager.status();
        Found found = status.tried().map(now -> now.phase() == Phase.TRIED ? Found.TRIED : Found.OLD_EXCEPT_HELD)
                .orElse(manager.confirmed() == told.confirmed ? Found.OLD : Found.NEW);
        if (found == Found.TRIED && !told.last.equals("applying")) {
            assertThat(HostView.of(host, drivers)).as(when).isEqualTo(told.tried);
        }
        manager.expire();
        manager.tend();
        if (guest) {
            assertThat(holders(host)).as("%s: the guest has its VF still", when).isTrue();
            host.release(Victim.GUEST);
            manager.tend();
        } else {
            assertThat(found).as(when).isNotEqualTo(Found.OLD_EXCEPT_HELD);
        }
        if (found == Found.NEW) {
            assertThat(told.last).as(when).isIn("confirming", "applying");
        }
        String expected = found == Found.NEW && told.last.equals("confirming") ? told.tried : told.old;
        assertThat(HostView.of(host, drivers)).as(when).isEqualTo(expected);
        // a plan without its record is none, and the next one replaces it
        assertThat(manager.remains()).as(when).isSubsetOf("plan.json");
        HostStatus after = manager.status();
        if (!Victim.withGuests(seed)) {
            assertThat(after.state()).as("%s: %s", when, after).isIn(HostStatus.State.CONVERGED,
                    HostStatus.State.UNDECLARED);
        }
        // a VF that a guest had at the confirmation has not what was declared for it, once the guest is gone: that is drift
        return found;
    }

    private static boolean holders(SimulatedHost host) {
        for (int i = 0; i < host.numVfs("eno4"); i++) {
            if (host.driverOf("eno4", i).filter("vfio-pci"::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
