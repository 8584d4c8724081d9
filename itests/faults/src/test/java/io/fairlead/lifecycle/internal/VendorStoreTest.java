package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.deploy.internal.StoreOn;
import io.fairlead.host.SyncedFiles;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power before each step that the store of vendors' bundles takes on the disk: what is found then is what was accepted
 * before, or what was being accepted, each bundle whole and with its own signature, and a sweep leaves nothing else.
 */
class VendorStoreTest {

    private static final int WANTED = Boolean.getBoolean("long") ? 200_000 : 5_000;
    private static final List<List<String>> STATES = List.of(List.of(), List.of("a 1.0.0"), List.of("a 1.1.0"),
            List.of("a 1.1.0", "b 1.0.0"), List.of("b 1.0.0"));

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_126L);
    private int at;
    private int found;

    @Test
    void everyDiskThatAPowerCutMayLeaveHasTheOldBundlesOrTheNew() {
        int steps = tell(0);
        tell(WANTED / steps + 1);
        assertThat(found).isGreaterThanOrEqualTo(WANTED);
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
        StoreOn store = new StoreOn(disk, new SyncedFiles(disk));
        List<Runnable> story = List.of(() -> store.accept("a", "1.0.0"), () -> store.accept("a", "1.1.0"),
                () -> store.accept("b", "1.0.0"), () -> store.remove("a"));
        for (at = 0; at < story.size(); at++) {
            story.get(at).run();
            assertThat(store.accepted()).isEqualTo(STATES.get(at + 1));
        }
        return steps[0];
    }

    private void check(CrashDisk disk, String when) {
        found++;
        StoreOn store = new StoreOn(disk, new SyncedFiles(disk));
        List<String> accepted = store.accepted();
        assertThat(accepted).as(when).isIn(STATES.get(at), STATES.get(at + 1));
        store.sweep();
        assertThat(store.accepted()).as(when).isEqualTo(accepted);
        assertThat(disk.list(StoreOn.DIRECTORY).stream().filter(name -> !name.equals("accepted.json"))).as(when)
                .hasSameSizeAs(accepted);
    }

    @Test
    void aDiskThatFailsLeavesTheOldBundlesOrTheNew() {
        int steps = tell(0);
        for (int step = 1; step <= steps; step++) {
            CrashDisk disk = new CrashDisk();
            int[] taken = {0};
            int broken = step;
            disk.interpose((_, _) -> {
                if (++taken[0] == broken) {
                    throw new IOException("Input/output error");
                }
            });
            StoreOn store = new StoreOn(disk, new SyncedFiles(disk));
            List<String> before = List.of();
            try {
                for (String version : List.of("1.0.0", "1.1.0")) {
                    before = store.accepted();
                    store.accept("a", version);
                }
            } catch (RuntimeException e) {
                assertThat(e).as("step %d", step).hasMessageContaining("Input/output error");
                assertThat(store.accepted()).as("step %d", step).isIn(before, List.of("a 1.0.0"), List.of("a 1.1.0"));
            }
        }
    }
}
