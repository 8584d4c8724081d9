package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power before each step that a story takes on the disk, and looks at many of the disks that may be found then:
 * after the next start the host is as one confirmed document says, and nothing is left of the try.
 */
class CrashStatesTest {

    private static final int WANTED = Integer.getInteger("states", Boolean.getBoolean("long") ? 1_000_000 : 20_000);

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom")
            .create(Long.getLong("seed", 20_261_126L));
    private final DiskStory story = new DiskStory();
    private int states;

    @Test
    void everyDiskThatAPowerCutMayLeaveIsBroughtToAConfirmedState() throws IOException {
        Instant begun = Instant.now();
        int steps = tell(0);
        tell(WANTED / steps + 1);
        assertThat(states).isGreaterThanOrEqualTo(WANTED);
        String line = "crash states | %d, at %d steps, 0 wrong | %d s".formatted(states, steps,
                Duration.between(begun, Instant.now()).toSeconds());
        System.out.println(line);
        tellReport(line);
    }

    /** For itests/faults/run, where that asks. */
    private static void tellReport(String line) throws IOException {
        String figures = System.getProperty("figures");
        if (figures != null) {
            Path directory = Files.createDirectories(Path.of(figures));
            Files.writeString(directory.resolve("crash-states"), "| " + line + " |\n");
        }
    }

    private int tell(int samples) {
        CrashDisk disk = new CrashDisk();
        int[] steps = {0};
        disk.interpose((step, file) -> {
            steps[0]++;
            for (int i = 0; i < samples; i++) {
                check(disk.crash(random), "power cut before step %d, %s %s".formatted(steps[0], step, file));
            }
        });
        story.tell(disk);
        return steps[0];
    }

    private void check(CrashDisk found, String when) {
        states++;
        story.begin(found, "boot-2").tend();
        assertThat(story.wrong(found)).as(when).isEmpty();
    }
}
