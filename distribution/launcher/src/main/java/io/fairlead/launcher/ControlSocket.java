package io.fairlead.launcher;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The UNIX socket that a daemon listens at, for its own user alone.
 *
 * <p>A lock beside it, which the kernel drops with its process, tells whether a daemon lives; so a socket that a killed one
 * left is no hindrance. The new one is made in a directory that nobody else can enter and renamed into its place: there is
 * no moment in which another user could connect, and none without a socket.
 */
final class ControlSocket implements AutoCloseable {

    private static final int WAITING_CLIENTS = 128;

    private final Path path;
    private final FileChannel lock;
    private final ServerSocketChannel channel;

    private ControlSocket(Path path, FileChannel lock, ServerSocketChannel channel) {
        this.path = path;
        this.lock = lock;
        this.channel = channel;
    }

    /**
     * Listens there.
     *
     * @throws RefusedException naming the daemon that does so already, or why nobody can
     */
    static ControlSocket open(Path path) {
        try {
            return make(path);
        } catch (IOException e) {
            throw new RefusedException(
                    "nothing can listen at %s: %s; the daemon is to be run by root".formatted(path, e));
        }
    }

    private static ControlSocket make(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        FileChannel lock = lock(directory.resolve(path.getFileName() + ".lock"), path);
        Path aside = Files.createTempDirectory(directory, ".");
        Path made = aside.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(made), WAITING_CLIENTS);
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
            return new ControlSocket(path, lock, channel);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(made);
            channel.close();
            lock.close();
            throw e;
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        // Under the lock still: a next daemon's socket is not there yet.
        Files.deleteIfExists(path);
        channel.close();
        lock.close();
    }

    private static FileChannel lock(Path file, Path socket) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (!isLocked(channel)) {
            channel.close();
            throw new RefusedException("the daemon runs already (pid %s) and listens at %s: stop it first"
                    .formatted(Files.readString(file).strip(), socket));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap("%d%n".formatted(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }
}
