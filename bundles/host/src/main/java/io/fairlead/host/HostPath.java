package io.fairlead.host;

/**
 * A file of the host below one of its roots. Where the roots lie is known to the bundle that implements the host alone.
 *
 * @param root which tree
 * @param path relative to it, with single slashes and none at either end; empty for the root itself
 */
public record HostPath(Root root, String path) {

    /** The kernel's devices and their attributes. */
    public static final HostPath SYS = new HostPath(Root.SYS, "");
    /** The kernel's processes. */
    public static final HostPath PROC = new HostPath(Root.PROC, "");
    /** What lives until the next boot. */
    public static final HostPath RUN = new HostPath(Root.RUN, "");

    /** A tree of the host, by its usual place. */
    public enum Root {
        /** {@code /sys}. */
        SYS,
        /** {@code /proc}. */
        PROC,
        /** {@code /run}. */
        RUN
    }

    /** The file below this one, by one or more relative components. */
    public HostPath resolve(String relative) {
        return new HostPath(root, path.isEmpty() ? relative : path + "/" + relative);
    }

    /** The last component. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
