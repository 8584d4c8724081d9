package io.fairlead.host.linux.internal;

import io.fairlead.host.RootFiles;
import java.nio.file.Path;

/** The real files of the Linux host, on a tree of one's own. */
public final class RootFilesBelow {

    private RootFilesBelow() {
    }

    /** Those of a host whose root is the given directory. */
    public static RootFiles of(Path root) {
        return new LinuxRootFiles(HostRoots.below(root));
    }
}
