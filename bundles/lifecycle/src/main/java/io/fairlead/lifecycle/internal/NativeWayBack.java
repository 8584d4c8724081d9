package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.Try.Phase;
import io.fairlead.api.resource.NativeProgram;
import io.fairlead.lifecycle.internal.wayback.Arming;
import io.fairlead.lifecycle.internal.wayback.Arming.Trial;
import io.fairlead.lifecycle.internal.wayback.ChangeUndo;
import io.fairlead.lifecycle.internal.wayback.NativeUndo;
import io.fairlead.lifecycle.internal.wayback.WayBack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Keeps the way back without Java as far as the try's record is. */
final class NativeWayBack {

    private final WayBack wayBack;
    private final NativeUndo undo;
    private final Providers providers;
    private final Supplier<List<NativeProgram>> programs;

    NativeWayBack(WayBack wayBack, NativeUndo undo, Providers providers, Supplier<List<NativeProgram>> programs) {
        this.wayBack = wayBack;
        this.undo = undo;
        this.providers = providers;
        this.programs = programs;
    }

    /**
     * Arms it for the changes of a record, of which those that are begun have been asked for their way back before.
     *
     * @return the record with what has to be kept of it, to be written to the journal
     */
    TryRecord arm(TryRecord record) {
        List<PlannedChange> changes = new ArrayList<>();
        List<ChangeUndo> undos = new ArrayList<>();
        for (int i = 0; i < record.changes().size(); i++) {
            PlannedChange change = record.changes().get(i);
            boolean known = i < record.begun();
            PlannedChange armed = known ? change : change.with(providers.nativeUndo(change));
            undos.addFirst(new ChangeUndo(i + 1, change.id(), armed.wayBack(), needed(change, record, i)));
            changes.add(change.needsReboot() ? armed : change);
        }
        wayBack.arm(new Arming(record.generation(), record.phase(), undos, record.deadline(), trial(record)),
                programs.get());
        return record.of(changes);
    }

    /** The numbers of the changes that have to be taken back before this one. */
    private static Set<Integer> needed(PlannedChange change, TryRecord record, int index) {
        Set<Integer> needed = new HashSet<>();
        for (int later = index + 1; later < record.changes().size(); later++) {
            if (record.changes().get(later).comesAfter(change)) {
                needed.add(later + 1);
            }
        }
        return needed;
    }

    private Optional<Trial> trial(TryRecord record) {
        return record.phase() != Phase.AWAITING_REBOOT
                ? Optional.empty()
                : record.made().stream().flatMap(change -> providers.trialWord(change).stream()).findFirst()
                        .map(word -> new Trial(word, record.confirmWithin()));
    }

    /** Brings its phase and deadline to those of the record, and makes this process the one that is waited for. */
    void follow(TryRecord record) {
        if (wayBack.generation().isPresent()) {
            wayBack.adopt();
            wayBack.phase(record.phase());
            wayBack.deadline(record.deadline());
        }
    }

    /** Makes this process the one that is waited for, if it is not; then all there is was written by it. */
    void adopt(TryRecord record) {
        if (!wayBack.isOwn()) {
            follow(record);
        }
    }

    /** Tells it that this process is at work, before each change. */
    void tell(TryRecord record) {
        if (wayBack.generation().isPresent()) {
            wayBack.phase(record.phase());
        }
    }

    void disarm() {
        wayBack.disarm();
    }

    /** Refuses while it is being carried out. */
    void refuseWhileRunning() {
        undo.refuseWhileRunning();
    }
}
