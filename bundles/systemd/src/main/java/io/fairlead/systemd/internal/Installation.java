package io.fairlead.systemd.internal;

import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Change;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.OwnFiles.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Steps that are all done or all taken back. */
final class Installation {

    private final OwnFiles own;
    private final Foreign foreign;
    private final Foreign changed;
    private final List<String> written = new ArrayList<>();
    private final Deque<Runnable> wayBack = new ArrayDeque<>();

    /**
     * Steps on these files.
     *
     * @param foreign what to do about somebody else's files
     * @param changed what to do about files of ours that somebody changed
     */
    Installation(OwnFiles own, Foreign foreign, Foreign changed) {
        this.own = own;
        this.foreign = foreign;
        this.changed = changed;
    }

    void put(HostPath file, byte[] content, int mode) {
        done(file, own.put(file, content, mode, policy(file)));
    }

    void remove(HostPath file) {
        done(file, own.remove(file, policy(file)));
    }

    private Foreign policy(HostPath file) {
        return own.standing(file) == Standing.CHANGED ? changed : foreign;
    }

    private void done(HostPath file, Change change) {
        if (change.happened()) {
            written.add(file.toString());
            wayBack.push(change::undo);
        }
    }

    /** Adds a step to the way back; the steps are taken in reverse. */
    void onFailure(Runnable undo) {
        wayBack.push(undo);
    }

    /** The files that were written or taken away. */
    List<String> written() {
        return List.copyOf(written);
    }

    /** Takes all steps back; what fails on the way is added to the failure that led here. */
    void undo(RuntimeException failure) {
        while (!wayBack.isEmpty()) {
            try {
                wayBack.pop().run();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
