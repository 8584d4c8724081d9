package io.fairlead.host;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
    /** The administrator's configuration. */
    public static final HostPath ETC = new HostPath(Root.ETC, "");
    /** What packages bring. */
    public static final HostPath USR = new HostPath(Root.USR, "");
    /** What programs keep. */
    public static final HostPath VAR = new HostPath(Root.VAR, "");
    /** Kernels and their boot loader. */
    public static final HostPath BOOT = new HostPath(Root.BOOT, "");
    /** What Fairlead keeps until the next boot. */
    public static final HostPath OUR_RUN = RUN.resolve("fairlead");
    /** What the administrator gives Fairlead, and what the host needs of it to boot without it. */
    public static final HostPath OUR_ETC = ETC.resolve("fairlead");
    /** What Fairlead keeps across boots. */
    public static final HostPath OUR_STATE = VAR.resolve("lib/fairlead");

    /** A tree of the host, by its usual place. */
    public enum Root {
        /** {@code /sys}. */
        SYS,
        /** {@code /proc}. */
        PROC,
        /** {@code /run}. */
        RUN,
        /** {@code /etc}. */
        ETC,
        /** {@code /usr}. */
        USR,
        /** {@code /var}. */
        VAR,
        /** {@code /boot}. */
        BOOT
    }

    /** A file as the host names it; empty for one below none of the roots. */
    public static Optional<HostPath> parse(String name) {
        return Arrays.stream(Root.values()).map(root -> new HostPath(root, ""))
                .filter(root -> name.startsWith(root + "/") && name.length() > root.toString().length() + 1)
                .map(root -> root.resolve(name.substring(root.toString().length() + 1))).findFirst();
    }

    /** The file below this one, by one or more relative components. */
    public HostPath resolve(String relative) {
        return new HostPath(root, path.isEmpty() ? relative : path + "/" + relative);
    }

    /** The last component. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The directory that it lies in; of a root, the root itself. */
    public HostPath parent() {
        int slash = path.lastIndexOf('/');
        return new HostPath(root, slash < 0 ? "" : path.substring(0, slash));
    }

    /** As the host itself names it, for messages, units and programs' arguments: {@code /etc/default/grub}. */
    @Override
    public String toString() {
        String top = "/" + root.name().toLowerCase(Locale.ROOT);
        return path.isEmpty() ? top : top + "/" + path;
    }
}
