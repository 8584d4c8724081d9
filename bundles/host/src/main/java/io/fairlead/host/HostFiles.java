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

    /** The last component of what a symbolic link points to: of a device's {@code driver} link, {@code igb}. */
    Optional<String> linkName(HostPath link);

    /** The names in a directory, in no order; empty when it is not there. */
    List<String> list(HostPath directory);

    /** Whether the file is there; a symbolic link is followed. */
    boolean exists(HostPath file);
}
