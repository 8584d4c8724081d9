package io.fairlead.itests.bench;

import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.linux.internal.FilesBelow;
import io.fairlead.host.simulated.SimulatedHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The files of a simulated host, of which Fairlead's own state lies on a real disk; and what writing that takes. */
final class StateOnDisk implements HostFiles, DurableFiles {

    private final HostFiles simulated;
    private final DurableFiles simulatedDurable;
    private final HostFiles disk;
    private final DurableFiles diskDurable;
    private long nanos;
    private int writes;

    StateOnDisk(SimulatedHost host, Path root) {
        this.simulated = host.files();
        this.simulatedDurable = host.durableFiles();
        this.disk = FilesBelow.root(root);
        this.diskDurable = FilesBelow.durable(root);
    }

    /** How often the disk was written to, each time synced. */
    int writes() {
        return writes;
    }

    /** What that took. */
    Duration time() {
        return Duration.ofNanos(nanos);
    }

    private static boolean isOurs(HostPath file) {
        return file.root() == HostPath.Root.VAR && file.path().startsWith(HostPath.OUR_STATE.path());
    }

    private HostFiles of(HostPath file) {
        return isOurs(file) ? disk : simulated;
    }

    private <T> T timed(Supplier<T> write) {
        long begin = System.nanoTime();
        try {
            return write.get();
        } finally {
            nanos += System.nanoTime() - begin;
            writes++;
        }
    }

    @Override
    public List<HostPath> write(HostPath file, byte[] content, int mode) {
        return isOurs(file)
                ? timed(() -> diskDurable.write(file, content, mode))
                : simulatedDurable.write(file, content, mode);
    }

    @Override
    public void append(HostPath file, byte[] bytes) {
        if (isOurs(file)) {
            timed(() -> {
                diskDurable.append(file, bytes);
                return true;
            });
        } else {
            simulatedDurable.append(file, bytes);
        }
    }

    @Override
    public void delete(HostPath file) {
        if (isOurs(file)) {
            timed(() -> {
                diskDurable.delete(file);
                return true;
            });
        } else {
            simulatedDurable.delete(file);
        }
    }

    @Override
    public boolean deleteEmpty(HostPath directory) {
        return isOurs(directory)
                ? timed(() -> diskDurable.deleteEmpty(directory))
                : simulatedDurable.deleteEmpty(directory);
    }

    @Override
    public Optional<String> read(HostPath file) {
        return of(file).read(file);
    }

    @Override
    public Optional<byte[]> content(HostPath file) {
        return of(file).content(file);
    }

    @Override
    public Optional<FileInfo> info(HostPath file) {
        return of(file).info(file);
    }

    @Override
    public Optional<String> linkName(HostPath link) {
        return of(link).linkName(link);
    }

    @Override
    public Optional<String> linkTarget(HostPath link) {
        return of(link).linkTarget(link);
    }

    @Override
    public List<String> list(HostPath directory) {
        return of(directory).list(directory);
    }

    @Override
    public boolean exists(HostPath file) {
        return of(file).exists(file);
    }
}
