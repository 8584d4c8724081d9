package io.fairlead.itests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.resource.Persistence;
import io.fairlead.lifecycle.internal.Manager;
import java.io.IOException;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * For any two documents, on a host with all its daemons: when the first is confirmed and the second tried, nothing is left to
 * plan; and when that is taken back, the host and every byte of its files are as they were.
 */
@PropertyDefaults(shrinking = ShrinkingMode.OFF)
class PairsTest {

    private static final int IN_CI = 300;
    private static final int IN_FULL = 10_000;

    private static Figures figures = Figures.begin("random pairs of documents");
    private static int pairs;

    @BeforeContainer
    static void begin() {
        figures = Figures.begin("random pairs of documents");
    }

    @AfterContainer
    static void end() throws IOException {
        figures.end("%d pairs, plan(apply(x)) empty and undo(apply(x)) byte for byte in each".formatted(pairs));
    }

    @Property(tries = IN_CI)
    void whatIsAppliedIsSoAndWhatIsUndoneIsAsItWas(@ForAll long seed) {
        if (!Figures.full()) {
            check(seed);
        }
    }

    @Property(tries = IN_FULL)
    void inFull(@ForAll long seed) {
        if (Figures.full() && pairs < Figures.count("pairs", IN_CI, IN_FULL)) {
            check(seed);
        }
    }

    private static void check(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Documents documents = new Documents(random, true);
        FullHost full = FullHost.begin();
        Manager manager = Manager.begin(full.services(), full.inventory(), full.providers());
        String before = documents.ofAllSections();
        if (manager.apply(before, _ -> {
        }).tried().isPresent()) {
            manager.confirm();
        }
        assertThat(manager.changes(before, Persistence.KEEP)).as(before).isZero();
        String asItWas = HostView.of(full.host(), true);

        String tried = documents.ofAllSections();
        if (manager.apply(tried, _ -> {
        }).tried().isPresent()) {
            assertThat(manager.changes(tried, Persistence.TRY)).as(tried).isZero();
            manager.rollback();
        }
        assertThat(HostView.of(full.host(), true)).as("%s after %s", tried, before).isEqualTo(asItWas);
        pairs++;
    }
}
