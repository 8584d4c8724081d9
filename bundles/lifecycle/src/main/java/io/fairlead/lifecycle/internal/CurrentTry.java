package io.fairlead.lifecycle.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Generation;
import io.fairlead.api.lifecycle.Generation.Result;
import io.fairlead.api.lifecycle.LifecycleEvents;
import io.fairlead.api.lifecycle.Outcome;
import io.fairlead.host.WriterLock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The one try there is, on the disk: its journal, its way back without Java, its generation. Each step is written here before
 * it is made, so that whoever comes after a death in the middle knows what may have been done.
 */
final class CurrentTry {

    private final Journal journal;
    private final NativeWayBack wayBack;
    private final Generations generations;
    private final WriterLock writer;
    private final Events events;

    CurrentTry(Journal journal, NativeWayBack wayBack, Generations generations, WriterLock writer, Events events) {
        this.journal = journal;
        this.wayBack = wayBack;
        this.generations = generations;
        this.writer = writer;
        this.events = events;
    }

    Optional<TryRecord> read() {
        return journal.read();
    }

    /**
     * The try there is.
     *
     * @throws FairleadException {@code USAGE} when there is none
     */
    TryRecord need() {
        return read().orElseThrow(
                () -> new FairleadException(Kind.USAGE,
                        "nothing is being tried: host:status tells how the host stands"));
    }

    /** The right to change the host. */
    void claim() {
        writer.claim();
        wayBack.refuseWhileRunning();
    }

    /** Begins it: the journal, then the way back. What cannot be written has nothing begun. */
    TryRecord begin(TryRecord record) {
        try {
            journal.write(record);
            return arm(record);
        } catch (RuntimeException e) {
            end(record, Result.FAILED);
            throw e;
        }
    }

    /** Gives the way back the changes of this record. */
    TryRecord arm(TryRecord record) {
        return journal.write(wayBack.arm(record));
    }

    /** Writes that the next change is begun. */
    TryRecord step(TryRecord record) {
        TryRecord written = journal.write(record);
        wayBack.refuseWhileRunning();
        return written;
    }

    /** Writes another phase or deadline; the way back follows. */
    TryRecord move(TryRecord record) {
        TryRecord written = journal.write(record);
        wayBack.follow(written);
        return written;
    }

    /** Makes this process the one that is waited for at the deadline. */
    void adopt(TryRecord record) {
        wayBack.adopt(record);
    }

    /** Tells the way back that this process is at work; refuses while it is itself being carried out. */
    void atWork(TryRecord record) {
        wayBack.refuseWhileRunning();
        wayBack.tell(record);
    }

    /** The commit point of a confirmation, and what follows from it. */
    Outcome commit(int generation, List<String> made, List<String> notes) {
        generations.confirm(generation);
        return finish(generation, made, notes);
    }

    /** What follows the commit point, and can be done again at any time. */
    Outcome finish(int generation, List<String> made, List<String> notes) {
        Generation ended = ended(generation, Result.CONFIRMED);
        events.tell(LifecycleEvents.CONFIRMED, generation, "it is kept");
        return new Outcome(Optional.of(ended), Optional.empty(), made, notes);
    }

    boolean isCommitted(TryRecord record) {
        return generations.confirmedNumber().equals(Optional.of(record.generation()));
    }

    /** Ends it, with nothing left of it. */
    void end(TryRecord record, Result result) {
        ended(record.generation(), result);
    }

    private Generation ended(int number, Result result) {
        Generation ended = generations.end(number, result, now());
        generations.prune();
        wayBack.disarm();
        journal.delete();
        return ended;
    }

    /** How it stands, and what was done in it. */
    Outcome outcome(TryRecord record, List<String> notes) {
        return new Outcome(Optional.of(generations.get(record.generation())), Optional.of(record.toTry()),
                phrases(record.made()), notes);
    }

    void tell(String topic, TryRecord record, String what) {
        events.tell(topic, record.generation(), what);
    }

    static List<String> phrases(List<PlannedChange> changes) {
        return changes.stream().map(PlannedChange::phrase).toList();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
