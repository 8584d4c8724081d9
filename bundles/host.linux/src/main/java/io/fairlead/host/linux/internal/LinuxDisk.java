package io.fairlead.host.linux.internal;

import io.fairlead.host.Disk;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The machine's file systems. */
final class LinuxDisk implements Disk {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private static final Set<OpenOption> APPENDING = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS);

    private final HostRoots roots;

    LinuxDisk(HostRoots roots) {
        this.roots = roots;
    }

    @Override
    public boolean exists(HostPath file) {
        return Files.exists(roots.resolve(file));
    }

    @Override
    public void makeDirectory(HostPath directory, int mode) throws IOException {
        Path path = roots.resolve(directory);
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, permissions(mode));
    }

    @Override
    public HostPath makeTemporary(HostPath beside) throws IOException {
        Path directory = Files.createDirectories(roots.resolve(beside).getParent());
        Path made = Files.createTempFile(directory, "." + beside.name() + ".", ".fairlead",
                PosixFilePermissions.asFileAttribute(PRIVATE));
        return beside.parent().resolve(made.getFileName().toString());
    }

    @Override
    public void fill(HostPath file, byte[] content, int mode) throws IOException {
        Path path = roots.resolve(file);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        Files.setPosixFilePermissions(path, permissions(mode));
    }

    @Override
    public void append(HostPath file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(roots.resolve(file), APPENDING,
                PosixFilePermissions.asFileAttribute(PRIVATE))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
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

    @Override
    public void sync(HostPath file) throws IOException {
        try (FileChannel channel = FileChannel.open(roots.resolve(file), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void rename(HostPath from, HostPath to) throws IOException {
        Files.move(roots.resolve(from), roots.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean delete(HostPath file) throws IOException {
        return Files.deleteIfExists(roots.resolve(file));
    }

    @Override
    public boolean deleteDirectory(HostPath directory) throws IOException {
        try {
            Files.delete(roots.resolve(directory));
            return true;
        } catch (NoSuchFileException _) {
            return true;
        } catch (DirectoryNotEmptyException _) {
            return false;
        }
    }
}
