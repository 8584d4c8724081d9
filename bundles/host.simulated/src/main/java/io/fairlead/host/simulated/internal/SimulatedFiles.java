package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.internal.Node.Directory;
import io.fairlead.host.simulated.internal.Node.Forbidden;
import io.fairlead.host.simulated.internal.Node.Symlink;
import io.fairlead.host.simulated.internal.Node.Text;
import io.fairlead.host.simulated.internal.Sysfs.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads the simulated files. A file that nobody is allowed to read, because on a real host that may never return, fails
 * loudly at every time, not only when a real read would hang.
 */
public final class SimulatedFiles implements HostFiles {

    private final Machine machine;
    private final Sysfs sysfs;

    /** The files of this machine. */
    public SimulatedFiles(Machine machine) {
        this.machine = machine;
        this.sysfs = new Sysfs(machine);
    }

    @Override
    public Optional<String> read(HostPath file) {
        return machine.monitor.locked(() -> {
            Optional<String> put = Optional.ofNullable(machine.files.get(file)).map(StoredFile::text);
            return put.isPresent() ? put.map(String::stripTrailing) : follow(file).map(node -> switch (node) {
                case Text text -> text.content();
                case Forbidden forbidden -> throw new IllegalStateException(
                        "%s must not be read: %s".formatted(file.path(), forbidden.reason()));
                case Directory _,Symlink _ -> throw new UncheckedIOException(new IOException(file.path()
                        + ": Is a directory"));
            });
        });
    }

    @Override
    public Optional<byte[]> content(HostPath file) {
        return machine.monitor.locked(() -> {
            Optional<byte[]> put = Optional.ofNullable(machine.files.get(file)).map(StoredFile::content);
            return put.isPresent()
                    ? put
                    : read(file).map(text -> (text + "\n").getBytes(StandardCharsets.UTF_8));
        });
    }

    @Override
    public Optional<FileInfo> info(HostPath file) {
        return machine.monitor.locked(() -> {
            Optional<StoredFile> put = Optional.ofNullable(machine.files.get(file));
            if (put.isPresent()) {
                return put.map(found -> new FileInfo(FileInfo.Type.FILE, found.mode(), 0, found.size()));
            }
            Optional<FileInfo.Type> type = file.root() == HostPath.Root.SYS
                    ? sysfs.find(file.path()).map(Found::node).map(SimulatedFiles::type)
                    : Optional.of(FileInfo.Type.DIRECTORY)
                            .filter(_ -> machine.filesBelow(file).findFirst().isPresent());
            return type.map(found -> new FileInfo(found, found == FileInfo.Type.FILE ? 0_644 : 0_755, 0, 0));
        });
    }

    private static FileInfo.Type type(Node node) {
        return switch (node) {
            case Text _,Forbidden _ -> FileInfo.Type.FILE;
            case Directory _ -> FileInfo.Type.DIRECTORY;
            case Symlink _ -> FileInfo.Type.LINK;
        };
    }

    @Override
    public Optional<String> linkName(HostPath link) {
        return linkTarget(link).map(target -> target.substring(target.lastIndexOf('/') + 1));
    }

    @Override
    public Optional<String> linkTarget(HostPath link) {
        return machine.monitor.locked(() -> link.root() != HostPath.Root.SYS
                ? Optional.empty()
                : sysfs.find(link.path()).map(Found::node).filter(Symlink.class::isInstance).map(Symlink.class::cast)
                        .map(Symlink::target));
    }

    @Override
    public List<String> list(HostPath directory) {
        return machine.monitor.locked(() -> {
            if (directory.root() != HostPath.Root.SYS) {
                return put(directory);
            }
            return sysfs.follow(directory.path()).map(Found::node).filter(Directory.class::isInstance)
                    .map(Directory.class::cast)
                    .map(found -> List.copyOf(found.names().get())).orElse(List.of());
        });
    }

    @Override
    public boolean exists(HostPath file) {
        return machine.monitor.locked(
                () -> machine.files.containsKey(file) || follow(file).isPresent()
                        || machine.filesBelow(file).findFirst().isPresent());
    }

    private Optional<Node> follow(HostPath file) {
        return file.root() == HostPath.Root.SYS ? sysfs.follow(file.path()).map(Found::node) : Optional.empty();
    }

    /** The names below a directory of the files that were put there one by one. */
    private List<String> put(HostPath directory) {
        int below = directory.path().isEmpty() ? 0 : directory.path().length() + 1;
        return machine.filesBelow(directory).map(file -> file.path().substring(below).split("/", 2)[0]).distinct()
                .toList();
    }
}
