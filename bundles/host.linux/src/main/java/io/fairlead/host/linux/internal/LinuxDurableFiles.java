package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Writes with fsync of the file, rename, and fsync of the directory. The temporary file's name begins with a dot and its
 * mode allows nobody to run it, so that no program that reads a directory of drop-ins or hooks takes it for one.
 */
@Component
public final class LinuxDurableFiles implements DurableFiles {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final HostRoots roots;

    @Activate
    public LinuxDurableFiles(BundleContext context) {
        this(HostRoots.of(context));
    }

    LinuxDurableFiles(HostRoots roots) {
        this.roots = roots;
    }

    @Override
    public List<HostPath> write(HostPath file, byte[] content, int mode) {
        Path path = roots.resolve(file);
        List<HostPath> made = List.of();
        try {
            made = makeDirectories(file.parent());
            Path temporary = Files.createTempFile(path.getParent(), "." + path.getFileName() + ".", ".fairlead",
                    PosixFilePermissions.asFileAttribute(PRIVATE));
            try {
                fill(temporary, content, mode);
                Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            sync(path.getParent());
            return made;
        } catch (IOException e) {
            made.reversed().forEach(this::deleteQuietly);
            throw failed(file, "written", e);
        }
    }

    private static void fill(Path temporary, byte[] content, int mode) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            Files.setPosixFilePermissions(temporary, permissions(mode));
            channel.force(true);
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromHighestBit = PosixFilePermission.values();
        for (int i = 0; i < fromHighestBit.length; i++) {
            if ((mode >> (fromHighestBit.length - 1 - i) & 1) != 0) {
                set.add(fromHighestBit[i]);
            }
        }
        return set;
    }

    private List<HostPath> makeDirectories(HostPath directory) throws IOException {
        Deque<HostPath> missing = new ArrayDeque<>();
        for (HostPath up = directory; !Files.exists(roots.resolve(up)) && !up.path().isEmpty(); up = up.parent()) {
            missing.push(up);
        }
        Files.createDirectories(roots.resolve(new HostPath(directory.root(), "")));
        List<HostPath> made = new ArrayList<>();
        for (HostPath next : missing) {
            Path path = Files.createDirectory(roots.resolve(next));
            // whatever the umask of the caller was
            Files.setPosixFilePermissions(path, permissions(0_755));
            sync(path.getParent());
            made.add(next);
        }
        return made;
    }

    /** A directory's own entries are on the disk only after it was synced itself: fsync(2). */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void delete(HostPath file) {
        Path path = roots.resolve(file);
        try {
            if (Files.deleteIfExists(path)) {
                sync(path.getParent());
            }
        } catch (IOException e) {
            throw failed(file, "deleted", e);
        }
    }

    @Override
    public boolean deleteEmpty(HostPath directory) {
        Path path = roots.resolve(directory);
        try {
            Files.delete(path);
            sync(path.getParent());
            return true;
        } catch (NoSuchFileException _) {
            return true;
        } catch (DirectoryNotEmptyException _) {
            return false;
        } catch (IOException e) {
            throw failed(directory, "deleted", e);
        }
    }

    /** On the way out of a failure, which is what the caller has to hear of. */
    private void deleteQuietly(HostPath directory) {
        try {
            Files.deleteIfExists(roots.resolve(directory));
        } catch (IOException _) {
            // an empty directory is left
        }
    }

    private static FairleadException failed(HostPath file, String what, IOException e) {
        String why = e instanceof FileSystemException system
                ? Optional.ofNullable(system.getReason()).orElseGet(() -> e.getClass().getSimpleName())
                : e.getMessage();
        return new FairleadException(Kind.HOST_FAILED, "%s cannot be %s (%s), and nothing was changed in it: %s"
                .formatted(file, what, why, "make its file system writable and give it room, then try again"), e);
    }
}
