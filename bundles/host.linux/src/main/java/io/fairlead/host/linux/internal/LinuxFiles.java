package io.fairlead.host.linux.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The host's files by the JDK's file system calls. */
@Component
public final class LinuxFiles implements HostFiles {

    private static final int MOST_BYTES = 16 << 20;

    private final HostRoots roots;

    @Activate
    public LinuxFiles(BundleContext context) {
        this(HostRoots.of(context));
    }

    LinuxFiles(HostRoots roots) {
        this.roots = roots;
    }

    @Override
    public Optional<String> read(HostPath file) {
        Path path = roots.resolve(file);
        try {
            return Optional.of(Files.readString(path).stripTrailing());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (FileSystemException e) {
            return gone(e, path);
        } catch (IOException e) {
            return gone(e, path);
        }
    }

    /** A device that goes away while it is read answers ENODEV, and a process ESRCH: then there is nothing to read. */
    private static Optional<String> gone(IOException e, Path path) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No such device") || message.contains("No such process")) {
            return Optional.empty();
        }
        throw new UncheckedIOException("%s cannot be read: %s".formatted(path, message), e);
    }

    @Override
    public Optional<byte[]> content(HostPath file) {
        Path path = roots.resolve(file);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new UncheckedIOException(
                        new IOException("%s has more than %d bytes".formatted(path, MOST_BYTES)));
            }
            return Optional.of(content);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public Optional<FileInfo> info(HostPath file) {
        Path path = roots.resolve(file);
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:mode,uid,size", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) found.get("mode");
            return Optional.of(new FileInfo(type(mode), mode & 0_7777, Integer.toUnsignedLong((int) found.get("uid")),
                    (long) found.get("size")));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be looked at: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** inode(7), S_IFMT. */
    private static FileInfo.Type type(int mode) {
        return switch (mode & 0_170000) {
            case 0_100000 -> FileInfo.Type.FILE;
            case 0_040000 -> FileInfo.Type.DIRECTORY;
            case 0_120000 -> FileInfo.Type.LINK;
            default -> FileInfo.Type.OTHER;
        };
    }

    @Override
    public Optional<String> linkName(HostPath link) {
        return target(link).map(target -> target.getFileName().toString());
    }

    @Override
    public Optional<String> linkTarget(HostPath link) {
        return target(link).map(Path::toString);
    }

    private Optional<Path> target(HostPath link) {
        Path path = roots.resolve(link);
        try {
            return Optional.of(Files.readSymbolicLink(path));
        } catch (NoSuchFileException | NotLinkException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public List<String> list(HostPath directory) {
        File file = roots.resolve(directory).toFile();
        String[] names = file.list();
        if (names != null) {
            return List.of(names);
        }
        if (file.isDirectory()) {
            throw new UncheckedIOException(new IOException("%s cannot be listed".formatted(file)));
        }
        return List.of();
    }

    @Override
    public boolean exists(HostPath file) {
        return Files.exists(roots.resolve(file));
    }
}
