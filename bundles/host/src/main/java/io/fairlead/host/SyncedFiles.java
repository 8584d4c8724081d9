package io.fairlead.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Writes a temporary file, syncs it, renames it, and syncs the directory: on any disk. */
public final class SyncedFiles implements DurableFiles {

    private static final int DIRECTORY_MODE = 0755;

    private final Disk disk;

    /** Files on this disk. */
    public SyncedFiles(Disk disk) {
        this.disk = disk;
    }

    @Override
    public List<HostPath> write(HostPath file, byte[] content, int mode) {
        List<HostPath> made = new ArrayList<>();
        try {
            makeDirectories(file.parent(), made);
            HostPath temporary = disk.makeTemporary(file);
            try {
                disk.fill(temporary, content, mode);
                disk.sync(temporary);
                disk.rename(temporary, file);
            } catch (IOException e) {
                deleteQuietly(temporary, e);
                throw e;
            }
        } catch (IOException e) {
            made.reversed().forEach(directory -> deleteDirectoryQuietly(directory, e));
            throw failed("%s cannot be written (%s), and nothing was changed in it", file, e);
        }
        syncEntry(file);
        return made;
    }

    @Override
    public void append(HostPath file, byte[] bytes) {
        try {
            makeDirectories(file.parent(), new ArrayList<>());
            boolean made = !disk.exists(file);
            disk.append(file, bytes);
            disk.sync(file);
            if (made) {
                disk.sync(file.parent());
            }
        } catch (IOException e) {
            throw failed("%s cannot be added to (%s)", file, e);
        }
    }

    private void makeDirectories(HostPath directory, List<HostPath> made) throws IOException {
        Deque<HostPath> missing = new ArrayDeque<>();
        for (HostPath up = directory; !up.path().isEmpty() && !disk.exists(up); up = up.parent()) {
            missing.push(up);
        }
        for (HostPath next : missing) {
            disk.makeDirectory(next, DIRECTORY_MODE);
            made.add(next);
            disk.sync(next.parent());
        }
    }

    @Override
    public void delete(HostPath file) {
        try {
            if (!disk.delete(file)) {
                return;
            }
        } catch (IOException e) {
            throw failed("%s cannot be deleted (%s)", file, e);
        }
        syncEntry(file);
    }

    @Override
    public boolean deleteEmpty(HostPath directory) {
        try {
            if (!disk.exists(directory)) {
                return true;
            }
            if (!disk.deleteDirectory(directory)) {
                return false;
            }
        } catch (IOException e) {
            throw failed("%s cannot be deleted (%s)", directory, e);
        }
        syncEntry(directory);
        return true;
    }

    /** A directory's own entries are on the disk only after it was synced itself: fsync(2). */
    private void syncEntry(HostPath file) {
        try {
            disk.sync(file.parent());
        } catch (IOException e) {
            throw failed("%s was changed, and a power cut may bring back what it was before (%s)", file, e);
        }
    }

    /** On the way out of a failure, which is what the caller has to hear of. */
    private void deleteQuietly(HostPath file, IOException failure) {
        try {
            disk.delete(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void deleteDirectoryQuietly(HostPath directory, IOException failure) {
        try {
            disk.deleteDirectory(directory);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static FairleadException failed(String what, HostPath file, IOException e) {
        String why = e instanceof FileSystemException system
                ? Optional.ofNullable(system.getReason()).orElseGet(() -> e.getClass().getSimpleName())
                : e.getMessage();
        return new FairleadException(Kind.HOST_FAILED,
                (what + ": make its file system writable and give it room, then try again").formatted(file, why), e);
    }
}
