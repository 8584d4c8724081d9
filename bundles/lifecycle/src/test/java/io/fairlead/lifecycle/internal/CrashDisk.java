package io.fairlead.lifecycle.internal;

import io.fairlead.host.Disk;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.TreeMap;

/**
 * A disk that keeps of a power cut's victims only what POSIX promises: the content of a file that was synced, and the entries
 * of a directory that was synced. Of the rest anything may be there: each entry's change or not, in any order; a file empty,
 * cut short, or whole. What lies below {@code /run} and {@code /proc} is in memory and gone.
 */
final class CrashDisk implements Disk, HostFiles {

    private final Directory top;
    private Interposer interposer = (_, _) -> {
    };

    /** Looks at each step before it is made, and may have it fail. */
    interface Interposer {

        /** Called before a step that changes the disk. */
        void before(String step, HostPath file) throws IOException;
    }

    private sealed interface Entry {
    }

    /** What a file holds, and what of it is surely on the disk. */
    private static final class Content implements Entry {
        private byte[] bytes = {};
        private int mode = 0600;
        private Optional<byte[]> synced = Optional.empty();
        private int syncedMode = 0600;
    }

    /** A directory's entries, those surely on the disk, and the changes since. */
    private static final class Directory implements Entry {
        private final Map<String, Entry> now = new TreeMap<>();
        private final Map<String, Entry> synced = new TreeMap<>();
        private final List<Change> since = new ArrayList<>();

        void put(String name, Optional<Entry> entry) {
            entry.ifPresentOrElse(there -> now.put(name, there), () -> now.remove(name));
            since.add(new Change(name, entry));
        }
    }

    private record Change(String name, Optional<Entry> entry) {
    }

    CrashDisk() {
        this(new Directory());
        for (HostPath.Root root : HostPath.Root.values()) {
            Directory made = new Directory();
            top.now.put(root.name(), made);
            top.synced.put(root.name(), made);
        }
    }

    private CrashDisk(Directory top) {
        this.top = top;
    }

    void interpose(Interposer next) {
        interposer = next;
    }

    /** The power is cut now: one of the disks that may be found afterwards. This one is left as it is. */
    CrashDisk crash(RandomGenerator random) {
        Directory after = survivor(top, random);
        for (HostPath.Root root : List.of(HostPath.Root.RUN, HostPath.Root.PROC)) {
            Directory empty = new Directory();
            after.now.put(root.name(), empty);
            after.synced.put(root.name(), empty);
        }
        return new CrashDisk(after);
    }

    private static Directory survivor(Directory directory, RandomGenerator random) {
        Map<String, Entry> entries = new HashMap<>(directory.synced);
        for (Change change : directory.since) {
            if (random.nextBoolean()) {
                change.entry().ifPresentOrElse(entry -> entries.put(change.name(), entry),
                        () -> entries.remove(change.name()));
            }
        }
        Directory after = new Directory();
        entries.forEach((name, entry) -> {
            Entry found = switch (entry) {
                case Directory below -> survivor(below, random);
                case Content content -> survivor(content, random);
            };
            after.now.put(name, found);
            after.synced.put(name, found);
        });
        return after;
    }

    private static Content survivor(Content content, RandomGenerator random) {
        boolean known = content.synced.isPresent() && Arrays.equals(content.synced.get(), content.bytes);
        byte[] bytes = known
                ? content.bytes
                : switch (random.nextInt(4)) {
                    case 0 -> content.synced.orElse(new byte[0]);
                    case 1 -> new byte[0];
                    case 2 -> Arrays.copyOf(content.bytes, random.nextInt(content.bytes.length + 1));
                    default -> content.bytes;
                };
        Content after = new Content();
        after.bytes = bytes;
        after.mode = random.nextBoolean() ? content.mode : content.syncedMode;
        after.synced = Optional.of(bytes);
        after.syncedMode = after.mode;
        return after;
    }

    /** Puts a file there that is surely on the disk. */
    void put(HostPath file, String text) {
        Directory at = top;
        for (String name : directories(file)) {
            at = (Directory) at.now.computeIfAbsent(name, _ -> new Directory());
        }
        Content content = new Content();
        content.bytes = text.getBytes(StandardCharsets.UTF_8);
        content.synced = Optional.of(content.bytes);
        at.now.put(file.name(), content);
        at.synced.put(file.name(), content);
    }

    private static List<String> directories(HostPath file) {
        List<String> names = new ArrayList<>(List.of(file.root().name()));
        if (!file.path().isEmpty()) {
            names.addAll(List.of(file.path().split("/", -1)));
            names.removeLast();
        }
        return names;
    }

    private Optional<Entry> find(HostPath file) {
        Entry at = top.now.get(file.root().name());
        if (file.path().isEmpty()) {
            return Optional.of(at);
        }
        for (String name : file.path().split("/", -1)) {
            if (!(at instanceof Directory directory)) {
                return Optional.empty();
            }
            at = directory.now.get(name);
        }
        return Optional.ofNullable(at);
    }

    private Directory directory(HostPath file) throws IOException {
        return find(file).filter(Directory.class::isInstance).map(Directory.class::cast)
                .orElseThrow(() -> new NoSuchFileException(file.toString()));
    }

    private Content content0(HostPath file) throws IOException {
        return find(file).filter(Content.class::isInstance).map(Content.class::cast)
                .orElseThrow(() -> new NoSuchFileException(file.toString()));
    }

    @Override
    public void makeDirectory(HostPath directory, int mode) throws IOException {
        interposer.before("mkdir", directory);
        directory(directory.parent()).put(directory.name(), Optional.of(new Directory()));
    }

    @Override
    public HostPath makeTemporary(HostPath beside) throws IOException {
        HostPath file = beside.parent().resolve("." + beside.name() + ".fairlead");
        interposer.before("create", file);
        directory(file.parent()).put(file.name(), Optional.of(new Content()));
        return file;
    }

    @Override
    public void fill(HostPath file, byte[] bytes, int mode) throws IOException {
        interposer.before("write", file);
        Content content = content0(file);
        content.bytes = bytes;
        content.mode = mode;
    }

    @Override
    public void append(HostPath file, byte[] bytes) throws IOException {
        interposer.before("append", file);
        if (find(file).isEmpty()) {
            directory(file.parent()).put(file.name(), Optional.of(new Content()));
        }
        Content content = content0(file);
        byte[] longer = Arrays.copyOf(content.bytes, content.bytes.length + bytes.length);
        System.arraycopy(bytes, 0, longer, content.bytes.length, bytes.length);
        content.bytes = longer;
    }

    @Override
    public void sync(HostPath file) throws IOException {
        interposer.before("fsync", file);
        switch (find(file).orElseThrow(() -> new NoSuchFileException(file.toString()))) {
            case Content content -> {
                content.synced = Optional.of(content.bytes);
                content.syncedMode = content.mode;
            }
            case Directory directory -> {
                directory.synced.clear();
                directory.synced.putAll(directory.now);
                directory.since.clear();
            }
        }
    }

    @Override
    public void rename(HostPath from, HostPath to) throws IOException {
        interposer.before("rename", to);
        Content content = content0(from);
        directory(to.parent()).put(to.name(), Optional.of(content));
        directory(from.parent()).put(from.name(), Optional.empty());
    }

    @Override
    public boolean delete(HostPath file) throws IOException {
        if (find(file).isEmpty()) {
            return false;
        }
        interposer.before("unlink", file);
        directory(file.parent()).put(file.name(), Optional.empty());
        return true;
    }

    @Override
    public boolean deleteDirectory(HostPath directory) throws IOException {
        if (find(directory).isEmpty()) {
            return true;
        }
        if (!directory(directory).now.isEmpty()) {
            return false;
        }
        interposer.before("rmdir", directory);
        directory(directory.parent()).put(directory.name(), Optional.empty());
        return true;
    }

    @Override
    public Optional<String> read(HostPath file) {
        return content(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8).stripTrailing());
    }

    @Override
    public Optional<byte[]> content(HostPath file) {
        return find(file).filter(Content.class::isInstance).map(found -> ((Content) found).bytes);
    }

    @Override
    public Optional<FileInfo> info(HostPath file) {
        return find(file).map(found -> switch (found) {
            case Content content -> new FileInfo(FileInfo.Type.FILE, content.mode, 0, content.bytes.length);
            case Directory _ -> new FileInfo(FileInfo.Type.DIRECTORY, 0755, 0, 0);
        });
    }

    @Override
    public Optional<String> linkName(HostPath link) {
        return Optional.empty();
    }

    @Override
    public Optional<String> linkTarget(HostPath link) {
        return Optional.empty();
    }

    @Override
    public List<String> list(HostPath directory) {
        return find(directory).filter(Directory.class::isInstance)
                .map(found -> List.copyOf(((Directory) found).now.keySet())).orElse(List.of());
    }

    @Override
    public boolean exists(HostPath file) {
        return find(file).isPresent();
    }
}
