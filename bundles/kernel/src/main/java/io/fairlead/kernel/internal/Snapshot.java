package io.fairlead.kernel.internal;

import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles.FileInfo;
import io.fairlead.host.HostPath;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that a program of the boot loader may write, as it was.
 *
 * @param content empty when it was not there
 */
record Snapshot(HostPath file, Optional<byte[]> content, int mode) {

    private static final int USUAL = 0644;
    private static final int PERMISSIONS = 0777;

    static Snapshot of(Host host, HostPath file) {
        return new Snapshot(file, host.files().content(file),
                host.files().info(file).map(FileInfo::mode).orElse(USUAL) & PERMISSIONS);
    }

    /** Puts it back where it is another by now. */
    void restore(Host host) {
        if (!Arrays.equals(host.files().content(file).orElse(null), content.orElse(null))) {
            content.ifPresentOrElse(bytes -> host.durable().write(file, bytes, mode),
                    () -> host.durable().delete(file));
        }
    }

    /** The same without Java. */
    UndoStep step() {
        return new UndoStep.RestoreFile(file.toString(), content, mode);
    }
}
