package io.fairlead.host;

import io.fairlead.api.FairleadException;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Reads files that are trusted because nobody but root can have put them there. */
@ProviderType
public interface RootFiles {

    /**
     * Reads a file whole, opened once and never through a symbolic link (open(2), O_NOFOLLOW). The file and every directory
     * on the way to it must belong to root, or to the user of this process, and nobody else may be able to write them; a
     * directory above the file's own may be one that has the sticky bit, such as {@code /tmp}.
     *
     * @param atMost the most bytes it may have
     * @return empty when it is not there
     * @throws FairleadException {@code NOT_CAPABLE}, naming what is not as it must be; {@code BUSY} when it changed while it
     *             was read; {@code HOST_FAILED} when it cannot be read
     */
    Optional<byte[]> read(HostPath file, int atMost);
}
