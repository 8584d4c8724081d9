package io.fairlead.host.linux.internal;

import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import java.nio.file.Path;

/** The Linux host's real files, on a tree of one's own. */
public final class FilesBelow {

    private FilesBelow() {
    }

    /** The files of a host whose root is the given directory. */
    public static HostFiles root(Path root) {
        return new LinuxFiles(HostRoots.below(root));
    }

    /** The same to be written, with all that is synced of each. */
    public static DurableFiles durable(Path root) {
        return new LinuxDurableFiles(HostRoots.below(root));
    }
}
