package io.fairlead.host.linux.internal;

import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import java.nio.file.Path;

/** The files of a rig, from outside of it; in this package since nobody else may make them. */
public final class FilesOfRig {

    private FilesOfRig() {
    }

    /** Reads them. */
    public static HostFiles files(Path root) {
        return new LinuxFiles(HostRoots.below(root));
    }

    /** Writes them. */
    public static DurableFiles durable(Path root) {
        return new LinuxDurableFiles(HostRoots.below(root));
    }
}
