package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.List;
import java.util.Optional;

/**
 * The one try's record on disk. Each state is written whole, synced, before what it tells of is begun. What is planned lies in
 * a file of its own, since it may be large and seldom changes: it may be ahead of the state, which then tells of fewer changes.
 */
final class Journal {

    static final HostPath DIRECTORY = HostPath.OUR_STATE.resolve("try");

    private static final HostPath FILE = DIRECTORY.resolve("record.json");
    private static final HostPath PLAN = DIRECTORY.resolve("plan.json");

    private final HostFiles files;
    private final DurableFiles durable;
    private List<PlannedChange> planned = List.of();

    Journal(HostFiles files, DurableFiles durable) {
        this.files = files;
        this.durable = durable;
    }

    /**
     * The try there is.
     *
     * @throws FairleadException {@code HOST_FAILED} for a record that cannot be read: it is never taken for none
     */
    Optional<TryRecord> read() {
        try {
            return files.read(FILE).map(PlainData::read).map(data -> TryJson.read(data, plan()));
        } catch (RuntimeException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the journal %s cannot be read (%s), so nothing was changed: the way back in %s/way-back needs no journal, and is taken at the deadline and at the next boot; or move %s away if the host is as it should be"
                            .formatted(FILE, e.getMessage(), DIRECTORY, DIRECTORY),
                    e);
        }
    }

    private List<PlannedChange> plan() {
        return files.read(PLAN).map(PlainData::read).map(TryJson::plan)
                .orElseThrow(() -> new IllegalArgumentException(PLAN + " is missing"));
    }

    TryRecord write(TryRecord record) {
        if (!record.changes().equals(planned)) {
            durable.write(PLAN, PlainData.write(TryJson.plan(record.changes())), 0600);
            planned = record.changes();
        }
        durable.write(FILE, PlainData.write(TryJson.write(record)), 0600);
        return record;
    }

    void delete() {
        durable.delete(FILE);
        durable.delete(PLAN);
        planned = List.of();
        durable.deleteEmpty(DIRECTORY);
    }
}
