package io.fairlead.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * A directory of this process alone, for what OSGi insists to keep in files. It ends with the process; what a killed
 * process left is removed by the next.
 *
 * <p>A lock that the kernel drops with its process tells whose directory is still used. A process number would not: it may
 * belong to somebody else by now, or to another namespace.
 */
final class Workspace implements AutoCloseable {

    private static final String PREFIX = "fairlead-process-";
    private static final String LOCK = "lock";
    /** So long a directory may be without its lock while its process makes it. */
    private static final Duration BEING_MADE = Duration.ofMinutes(1);

    private final Path directory;
    private final FileChannel lock;

    private Workspace(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Makes one below this directory, readable by this user only. */
    static Workspace create(Path parent) throws IOException {
        Files.createDirectories(parent);
        removeAbandoned(parent);
        Path directory = Files.createTempDirectory(parent, PREFIX);
        FileChannel lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
        lock.lock();
        return new Workspace(directory, lock);
    }

    /** A directory in it, made now. */
    Path directory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    @Override
    public void close() throws IOException {
        remove(directory);
        lock.close();
    }

    private static void removeAbandoned(Path parent) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : found) {
                if (isAbandoned(directory)) {
                    remove(directory);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isAbandoned(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        // Another user's directory cannot be looked into, and is none of ours.
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(directory)) {
            return false;
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Instant made = Files.getLastModifiedTime(directory).toInstant();
            return made.plus(BEING_MADE).isBefore(Instant.now());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock free = channel.tryLock()) {
            return free != null;
        } catch (IOException _) {
            return false; // its process is just removing it
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // two processes may remove the same at once
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
