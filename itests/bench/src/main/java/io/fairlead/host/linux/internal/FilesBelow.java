package io.fairlead.host.linux.internal;

import io.fairlead.host.HostFiles;
import java.nio.file.Path;

/** The real file reading of the Linux host, on a tree of one's own. */
public final class FilesBelow {

    private FilesBelow() {
    }

    /** The files of a host whose root is the given directory. */
    public static HostFiles root(Path root) {
        return new LinuxFiles(HostRoots.below(root));
    }
}
