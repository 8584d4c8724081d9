package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * From the top down: in a directory that nobody else can write, nobody else can change what a name stands for, so that what was
 * checked is what is opened.
 */
@Component
public final class LinuxRootFiles implements RootFiles {

    private static final int OTHERS_WRITE = 0_022;
    private static final int STICKY = 0_1000;
    private static final int ROOT = 0;

    private final HostRoots roots;

    /** Those of this host. */
    @Activate
    public LinuxRootFiles(BundleContext context) {
        this(HostRoots.of(context));
    }

    LinuxRootFiles(HostRoots roots) {
        this.roots = roots;
    }

    @Override
    public Optional<byte[]> read(HostPath file, int atMost) {
        Path path = roots.resolve(file).toAbsolutePath().normalize();
        try {
            int own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            checkDirectories(path, own);
            Look before = Look.at(path);
            before.check("a file", 0_100000, own, 0);
            byte[] content;
            try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                content = in.readNBytes(atMost + 1);
            }
            if (content.length > atMost) {
                throw refused("%s has more than the %d bytes it may have".formatted(path, atMost));
            }
            if (!Look.at(path).same(before)) {
                throw new FairleadException(Kind.BUSY,
                        "%s changed while it was read: put it there under another name, and rename it when it is whole"
                                .formatted(path));
            }
            return Optional.of(content);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED, "%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static void checkDirectories(Path file, int own) throws IOException {
        Path directory = file.getRoot();
        Look.at(directory).check("a directory", 0_040000, own, STICKY);
        for (Path name : file.getRoot().relativize(file.getParent())) {
            directory = directory.resolve(name);
            boolean last = directory.equals(file.getParent());
            Look.at(directory).check("a directory", 0_040000, own, last ? 0 : STICKY);
        }
    }

    private static FairleadException refused(String what) {
        return new FairleadException(Kind.NOT_CAPABLE, what);
    }

    /** What lies at a path, by lstat(2). */
    private record Look(Path path, int mode, int uid, Object inode, Object device, Object changed, long size) {

        static Look at(Path path) throws IOException {
            Map<String, Object> found = Files.readAttributes(path, "unix:mode,uid,ino,dev,ctime,size",
                    LinkOption.NOFOLLOW_LINKS);
            return new Look(path, (int) found.get("mode"), (int) found.get("uid"), found.get("ino"), found.get("dev"),
                    found.get("ctime"), (long) found.get("size"));
        }

        boolean same(Look other) {
            return equals(other);
        }

        /** inode(7): the type is S_IFMT. */
        void check(String what, int type, int own, int excuse) {
            int is = mode & 0_170000;
            if (is == 0_120000) {
                throw refused("%s is a symbolic link: put %s itself there".formatted(path, what));
            }
            if (is != type) {
                throw refused("%s is not %s".formatted(path, what));
            }
            if (uid != ROOT && uid != own) {
                throw refused("%s belongs to user %d: chown it to root".formatted(path, uid));
            }
            if ((mode & OTHERS_WRITE) != 0 && (mode & excuse) == 0) {
                throw refused("%s can be written by others than its owner (mode %o): chmod go-w it".formatted(path,
                        mode & 0_7777));
            }
        }
    }
}
