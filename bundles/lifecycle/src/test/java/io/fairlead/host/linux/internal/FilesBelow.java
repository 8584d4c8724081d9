package io.fairlead.host.linux.internal;

import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import java.nio.file.Path;

/** The real files of the Linux host, on a tree of one's own. */
public final class FilesBelow {

    private FilesBelow() {
    }

    /** Reads those of a host whose root is the given directory. */
    public static HostFiles read(Path root) {
        return new LinuxFiles(HostRoots.below(root));
    }

    /** Writes them. */
    public static DurableFiles write(Path root) {
        return new LinuxDurableFiles(HostRoots.below(root));
    }
}
