package io.fairlead.host.linux.internal;

import java.io.IOException;
import java.nio.file.Files;

/** What this process may do. */
final class Caller {

    private Caller() {
    }

    /** Whether it runs as root: the owner of its own entry below the kernel's processes (proc(5)). */
    static boolean isRoot(HostRoots roots) {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(roots.proc().resolve("self"), "unix:uid"));
        } catch (IOException _) {
            return false;
        }
    }
}
