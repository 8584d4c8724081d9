package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.linux.internal.FilesBelow;
import io.fairlead.itests.faults.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut, and the next boot runs the program without Java on the disk that is found, with a real shell: that alone
 * brings the host to what a confirmed document says, and the process that comes later has nothing to do but to tidy up.
 */
class PowerLossTest {

    private static final int WANTED = Figures.count("powerLosses", 300, 10_000);
    private static final int BOUND_S = 60;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("seed", 20_261_126L));
    private final DiskStory story = new DiskStory();
    private int states;
    private int undone;

    @TempDir
    Path directory;

    @Test
    void theProgramWithoutJavaBringsBackWhatAPowerCutLeft() throws Exception {
        Figures figures = Figures.begin("power cut and the program undo");
        int steps = tell(0, 1);
        while (states < WANTED) {
            tell(WANTED - states, steps);
        }
        assertThat(undone).as("the program had something to do").isPositive();
        figures.end("%d disks, on %d of them the program had a try to take back, 0 wrong".formatted(states, undone));
    }

    /** Looks at about so many disks of all the steps. */
    private int tell(int samples, int of) {
        CrashDisk disk = new CrashDisk();
        int[] steps = {0};
        disk.interpose((step, file) -> {
            steps[0]++;
            for (int i = random.nextInt(of); i < samples; i += of) {
                check(disk.crash(random), "power cut before step %d, %s %s".formatted(steps[0], step, file));
            }
        });
        story.tell(disk);
        return steps[0];
    }

    private void check(CrashDisk found, String when) {
        Path top = directory.resolve("host-" + states++);
        try {
            found.put(HostPath.PROC.resolve("sys/kernel/random/boot_id"), "boot-2\n");
            for (HostPath.Root root : HostPath.Root.values()) {
                copy(found, new HostPath(root, ""), top);
            }
            Files.createSymbolicLink(top.resolve("proc/self"), Path.of("/proc/self"));
            undo(top, when);
            HostFiles files = FilesBelow.read(top);
            assertThat(story.wrongHost(files)).as("%s, after the program", when).isEmpty();

            story.begin(files, FilesBelow.write(top)).tend();
            assertThat(story.wrong(files)).as(when).isEmpty();
            delete(top);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(CrashDisk found, HostPath file, Path top) throws IOException {
        Path to = top.resolve(file.root().name().toLowerCase(Locale.ROOT)).resolve(file.path());
        if (found.content(file).isPresent()) {
            Files.write(to, found.content(file).get());
            Files.setPosixFilePermissions(to, permissions(found.info(file).orElseThrow().mode()));
            return;
        }
        Files.createDirectories(to);
        for (String name : found.list(file)) {
            copy(found, file.resolve(name), top);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }

    /** As fairlead-undo.service does at boot, where it is there. */
    private void undo(Path top, String when) throws IOException, InterruptedException {
        Path wayBack = top.resolve("var/lib/fairlead/try/way-back");
        Path program = wayBack.resolve("programs/undo");
        if (!Files.exists(program)) {
            return;
        }
        boolean armed = Files.exists(wayBack.resolve("phase"));
        ProcessBuilder builder = new ProcessBuilder(List.of("sh", program.toString(), "boot"))
                .redirectErrorStream(true);
        builder.environment().put("FAIRLEAD_ROOT", top.toString());
        builder.environment().put("FAIRLEAD_ANSWER", "1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(BOUND_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", when, said).isZero();
        if (armed && !said.isEmpty()) {
            undone++;
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
