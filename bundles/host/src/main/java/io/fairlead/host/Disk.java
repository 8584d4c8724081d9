package io.fairlead.host;

import java.io.IOException;

/**
 * What a file system offers to who wants to be sure of what is on the disk: the steps of {@link SyncedFiles}, apart, so that
 * each can fail, or be the last one before the power is cut.
 */
public interface Disk {

    /** Whether something is there; a symbolic link is followed. */
    boolean exists(HostPath file);

    /** Makes one directory, with this mode whatever the umask is. */
    void makeDirectory(HostPath directory, int mode) throws IOException;

    /** Makes an empty file beside another, that nobody else may read and nobody may run, and which is taken for no drop-in. */
    HostPath makeTemporary(HostPath beside) throws IOException;

    /** Fills a file and sets its mode, 0 to 0777. */
    void fill(HostPath file, byte[] content, int mode) throws IOException;

    /** Adds to the end of a file; one that is not there is made, and nobody else may read it. */
    void append(HostPath file, byte[] bytes) throws IOException;

    /** Has all that was written to a file, or the entries of a directory, on the disk: fsync(2). */
    void sync(HostPath file) throws IOException;

    /** Gives a file another name, in place of what has that name. */
    void rename(HostPath from, HostPath to) throws IOException;

    /** Deletes a file or symbolic link; answers whether there was one. */
    boolean delete(HostPath file) throws IOException;

    /** Deletes a directory; answers whether it is gone: one that is not empty stays. */
    boolean deleteDirectory(HostPath directory) throws IOException;
}
