package io.fairlead.host.linux.internal;

import io.fairlead.host.HostPath;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where the host's trees lie: the one place that knows.
 *
 * @param sys the kernel's devices
 * @param proc the kernel's processes
 * @param run what lives until the next boot
 * @param dev the device nodes
 */
record HostRoots(Path sys, Path proc, Path run, Path dev) {

    /** What is written there is gone, and there is nothing to read. */
    static final File NULL = new File("/dev/null");

    /** A framework property with another root directory, for tests on a tree of their own. */
    private static final String PROPERTY = "fairlead.root";

    static HostRoots below(Path root) {
        return new HostRoots(root.resolve("sys"), root.resolve("proc"), root.resolve("run"), root.resolve("dev"));
    }

    static HostRoots of(BundleContext context) {
        return below(Path.of(Optional.ofNullable(context.getProperty(PROPERTY)).orElse("/")));
    }

    Path resolve(HostPath path) {
        Path root = switch (path.root()) {
            case SYS -> sys;
            case PROC -> proc;
            case RUN -> run;
        };
        return root.resolve(path.path());
    }

    /** What Fairlead itself keeps until the next boot. */
    Path ours() {
        return run.resolve("fairlead");
    }
}
