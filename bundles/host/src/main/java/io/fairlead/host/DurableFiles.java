package io.fairlead.host;

import io.fairlead.api.FairleadException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes the host's files so that after a power cut each holds its old or its new content, and nothing else: a temporary
 * file beside it, synced, renamed over it, and the directory synced (rename(2), fsync(2)). Not for the kernel's files,
 * which {@link SlowOperations} writes.
 *
 * <p>What fails is a {@link FairleadException} of kind {@code HOST_FAILED}, one sentence with the file and the reason
 * ({@code Read-only file system}, {@code No space left on device}); then the old content is there, and nothing new.
 *
 * <p>Who writes files among other people's takes {@link OwnFiles} instead.
 */
@ProviderType
public interface DurableFiles {

    /**
     * Writes a file, owned by the caller. A symbolic link at the path is replaced, not followed.
     *
     * @param content byte for byte
     * @param mode its permission bits, 0 to 0777
     * @return the directories that had to be made for it, the uppermost first; their mode is 0755
     */
    List<HostPath> write(HostPath file, byte[] content, int mode);

    /**
     * Adds to the end of a file, which is made where there is none and which nobody else may read then; it returns once that
     * is on the disk. A power cut, or a failure, may leave any beginning of what was to be added.
     *
     * @param bytes byte for byte
     */
    void append(HostPath file, byte[] bytes);

    /** Deletes a file or symbolic link; does nothing when there is none. */
    void delete(HostPath file);

    /** Deletes a directory if it is empty; answers whether it is gone. */
    boolean deleteEmpty(HostPath directory);
}
