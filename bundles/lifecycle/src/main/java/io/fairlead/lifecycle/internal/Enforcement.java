package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.WriterLock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings drifted resources back to what was confirmed, where the document says so. It needs no journal: each change is one
 * towards the confirmed state, and one that is cut short is seen as drift again. What somebody holds stays.
 */
final class Enforcement {

    private static final Logger LOG = LoggerFactory.getLogger(Enforcement.class);

    private final Providers providers;
    private final DriftBook drifts;

    Enforcement(Providers providers, DriftBook drifts) {
        this.providers = providers;
        this.drifts = drifts;
    }

    void bringBack(List<PlannedChange> changes, WriterLock writer) {
        for (PlannedChange planned : ChangeOrder.of(changes)) {
            if (drifts.mayBringBack(planned, Instant.now())) {
                bringBack(planned, writer);
            }
        }
    }

    private void bringBack(PlannedChange planned, WriterLock writer) {
        drifts.attempted(planned, Instant.now());
        try {
            writer.claim();
            providers.set(planned, Persistence.KEEP, what -> LOG.debug("{}: {}", planned.id(), what));
            LOG.info("{} is as confirmed again", planned.id());
        } catch (FairleadException e) {
            LOG.warn("{} is not as confirmed and could not be brought back: {}", planned.id(), e.getMessage());
        }
    }
}
