package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.Optional;

/**
 * Whether the sh program is taking a try back at this moment: then nobody else changes the host. To be asked right before
 * each change, for a process that was frozen can go on in the midst of it. From any thread.
 */
public final class NativeUndo {

    private static final HostPath MARK = HostPath.OUR_RUN.resolve("undo");

    private final HostFiles files;

    /** Of this host. */
    public NativeUndo(HostFiles files) {
        this.files = files;
    }

    /** Whether it is at work. */
    public boolean running() {
        return process().isPresent();
    }

    /**
     * Does nothing unless it is at work.
     *
     * @throws FairleadException {@code BUSY} when it is
     */
    public void refuseWhileRunning() {
        process().ifPresent(process -> {
            throw new FairleadException(Kind.BUSY,
                    "an unconfirmed change is being taken back (by undo, pid %s), and nothing else may change this host: wait until that has ended"
                            .formatted(process.pid()));
        });
    }

    private Optional<ProcessMark> process() {
        return files.read(MARK).flatMap(ProcessMark::parse).filter(process -> process.isAlive(files));
    }
}
