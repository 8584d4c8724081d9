package io.fairlead.host.linux.internal;

import io.fairlead.host.HostPath;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where the host's trees lie: the one place that knows.
 *
 * @param top the root directory
 */
record HostRoots(Path top) {

    /** What is written there is gone, and there is nothing to read. */
    static final File NULL = new File("/dev/null");

    /** A framework property with another root directory, for tests on a tree of their own. */
    private static final String PROPERTY = "fairlead.root";

    static HostRoots below(Path root) {
        return new HostRoots(root);
    }

    static HostRoots of(BundleContext context) {
        return below(Path.of(Optional.ofNullable(context.getProperty(PROPERTY)).orElse("/")));
    }

    Path resolve(HostPath path) {
        return top.resolve(path.toString().substring(1));
    }

    Path sys() {
        return resolve(HostPath.SYS);
    }

    Path proc() {
        return resolve(HostPath.PROC);
    }

    Path run() {
        return resolve(HostPath.RUN);
    }

    Path dev() {
        return top.resolve("dev");
    }

    /** What Fairlead itself keeps until the next boot. */
    Path ours() {
        return resolve(HostPath.OUR_RUN);
    }
}
