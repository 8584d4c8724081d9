package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException;
import io.fairlead.lifecycle.internal.CrashDisk.Interposer;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Has each step that a story takes on the disk fail in turn, once or from then on, or kills the process there: what was
 * asked for is refused in one sentence, and afterwards the host is as one confirmed document says.
 */
class FaultPointsTest {

    /** What goes wrong at a step. */
    enum Fault {
        /** A bad block. */
        EIO("Input/output error", false),
        /** A disk that is full, until somebody makes room. */
        ENOSPC("No space left on device", true),
        /** A file system that the kernel has made read-only. */
        EROFS("Read-only file system", true),
        /** The process ends. */
        SIGKILL("", false);

        private final String words;
        private final boolean lasts;

        Fault(String words, boolean lasts) {
            this.words = words;
            this.lasts = lasts;
        }
    }

    private final DiskStory story = new DiskStory();

    @TestFactory
    Stream<DynamicTest> everyStepMayFail() {
        CrashDisk disk = new CrashDisk();
        int[] steps = {0};
        disk.interpose((_, _) -> steps[0]++);
        story.tell(disk);
        return Arrays.stream(Fault.values()).map(fault -> DynamicTest
                .dynamicTest("%s at each of %d steps".formatted(fault, steps[0]), () -> {
                    for (int step = 1; step <= steps[0]; step++) {
                        fail(fault, step);
                    }
                }));
    }

    private void fail(Fault fault, int at) {
        CrashDisk disk = new CrashDisk();
        int[] steps = {0};
        String[] where = {""};
        disk.interpose(interposer(fault, at, steps, where));
        Optional<String> refusal = tell(disk);
        String when = "%s at step %d, %s".formatted(fault, at, where[0]);
        refusal.ifPresent(message -> assertThat(message).as(when).doesNotContain("\n").contains(fault.words));

        disk.interpose((_, _) -> {
        });
        LifecycleService next = story.begin(disk, "boot-1");
        next.tend();
        DiskStory.expire(disk);
        next.tend();
        assertThat(story.wrong(disk)).as(when).isEmpty();
    }

    private static Interposer interposer(Fault fault, int at, int[] steps, String[] where) {
        return (step, file) -> {
            steps[0]++;
            if (steps[0] == at) {
                where[0] = step + " " + file;
            }
            if (steps[0] == at || (fault.lasts && steps[0] > at)) {
                if (fault == Fault.SIGKILL) {
                    throw new LifecycleBench.Death();
                }
                throw new FileSystemException(file.toString(), null, fault.words);
            }
        };
    }

    /** The sentence in which something was refused, if something was. */
    private Optional<String> tell(CrashDisk disk) {
        try {
            story.tell(disk);
            return Optional.empty();
        } catch (FairleadException e) {
            return Optional.of(e.getMessage());
        } catch (LifecycleBench.Death _) {
            return Optional.empty();
        }
    }
}
