package io.fairlead.host;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads the host's files. What is not there is an empty answer; what is there and cannot be read is an
 * {@link UncheckedIOException}.
 *
 * <p>Never ask for a sysfs attribute whose reading takes the device lock ({@code sriov_numvfs},
 * {@code driver_override}): while a VF's removal is stuck such a read never returns.
 */
@ProviderType
public interface HostFiles {

    /** The content without the white space at its end. */
    Optional<String> read(HostPath file);

    /**
     * The content, byte for byte; more than 16 MiB is an {@link UncheckedIOException}. A symbolic link is followed.
     */
    Optional<byte[]> content(HostPath file);

    /** What lies at the path itself; a symbolic link is not followed. */
    Optional<FileInfo> info(HostPath file);

    /** The last component of what a symbolic link points to: of a device's {@code driver} link, {@code igb}. */
    Optional<String> linkName(HostPath link);

    /** What a symbolic link points to, as it is written in it: {@code /dev/null}, {@code ../x}. */
    Optional<String> linkTarget(HostPath link);

    /** The names in a directory, in no order; empty when it is not there. */
    List<String> list(HostPath directory);

    /** Whether the file is there; a symbolic link is followed. */
    boolean exists(HostPath file);

    /**
     * What lies at a path.
     *
     * @param type of what kind it is
     * @param mode its permission bits, 0 to 07777
     * @param uid its owner
     * @param size in bytes
     */
    record FileInfo(Type type, int mode, long uid, long size) {

        /** Kinds of files. */
        public enum Type {
            /** A regular file. */
            FILE,
            /** A directory. */
            DIRECTORY,
            /** A symbolic link. */
            LINK,
            /** A device, socket or FIFO. */
            OTHER
        }
    }
}
