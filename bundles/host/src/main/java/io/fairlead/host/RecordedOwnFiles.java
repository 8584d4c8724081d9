package io.fairlead.host;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles.FileInfo;
import io.fairlead.host.FileRecord.Original;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Knows our files by a record of each, which is synced before the file is written: a power cut in between leaves a record
 * that still tells what was there before.
 */
@Component
public final class RecordedOwnFiles implements OwnFiles {

    /** A change of nothing. */
    private static final Change NONE = new Change() {
        @Override
        public boolean happened() {
            return false;
        }

        @Override
        public void undo() {
            // nothing had happened
        }
    };

    private final HostFiles files;
    private final DurableFiles durable;
    private final MadeDirectories directories;

    /** On these files. */
    @Activate
    public RecordedOwnFiles(@Reference HostFiles files, @Reference DurableFiles durable) {
        this.files = files;
        this.durable = durable;
        this.directories = new MadeDirectories(files, durable);
    }

    @Override
    public synchronized Standing standing(HostPath file) {
        Optional<FileInfo> info = files.info(file);
        if (info.isEmpty()) {
            return Standing.ABSENT;
        }
        Optional<FileRecord> record = recordOf(file);
        if (record.isEmpty() || info.get().type() != FileInfo.Type.FILE) {
            return Standing.FOREIGN;
        }
        String hash = FileRecord.hash(files.content(file).orElseThrow());
        if (record.get().isOurs(hash)) {
            return Standing.OURS;
        }
        return record.get().original().map(Original::sha256).filter(hash::equals).isPresent()
                ? Standing.FOREIGN
                : Standing.CHANGED;
    }

    @Override
    public synchronized Change put(HostPath file, byte[] content, int mode, Foreign foreign) {
        Standing standing = standing(file);
        if (standing == Standing.OURS && isAlready(file, content, mode)) {
            return NONE;
        }
        refuse(file, standing, foreign);
        Before before = before(file);
        Optional<Original> original = switch (standing) {
            case ABSENT -> Optional.empty();
            case OURS, CHANGED -> recordOf(file).flatMap(FileRecord::original);
            case FOREIGN -> Optional.of(keep(file));
        };
        if (standing == Standing.CHANGED) {
            durable.write(FileRecord.changedOf(file), files.content(file).orElseThrow(), 0600);
        }
        try {
            Optional<String> previous = standing == Standing.OURS
                    ? files.content(file).map(FileRecord::hash)
                    : Optional.empty();
            durable.write(FileRecord.place(file),
                    new FileRecord(file, FileRecord.hash(content), previous, original).text(), 0644);
            directories.add(missingAbove(file));
            durable.write(file, content, mode);
        } catch (RuntimeException e) {
            undoAfter(e, before);
            throw e;
        }
        return new Done(before);
    }

    /** The directories that are to be made for a file, the uppermost first. */
    private List<HostPath> missingAbove(HostPath file) {
        List<HostPath> missing = new ArrayList<>();
        for (HostPath up = file.parent(); !up.path().isEmpty() && !files.exists(up); up = up.parent()) {
            missing.addFirst(up);
        }
        return missing;
    }

    @Override
    public synchronized Change remove(HostPath file, Foreign foreign) {
        Optional<FileRecord> record = recordOf(file);
        Standing standing = standing(file);
        if (record.isEmpty() || standing == Standing.FOREIGN) {
            return NONE;
        }
        if (standing == Standing.CHANGED) {
            refuse(file, standing, foreign);
            durable.write(FileRecord.changedOf(file), files.content(file).orElseThrow(), 0600);
        }
        Before before = before(file);
        try {
            restoreOrDelete(file, record.get());
        } catch (RuntimeException e) {
            undoAfter(e, before);
            throw e;
        }
        return new Done(before);
    }

    private void restoreOrDelete(HostPath file, FileRecord record) {
        Optional<Original> original = record.original();
        if (original.isPresent()) {
            byte[] bytes = files.content(FileRecord.originalOf(file)).orElseThrow(() -> new FairleadException(
                    Kind.HOST_FAILED, "%s was taken over from somebody, and what it held is no longer in %s: %s"
                            .formatted(file, FileRecord.originalOf(file), "restore it from a backup")));
            durable.write(file, bytes, original.get().mode());
        } else {
            durable.delete(file);
            directories.prune(file);
        }
        durable.delete(FileRecord.place(file));
        durable.delete(FileRecord.originalOf(file));
    }

    @Override
    public synchronized List<UndoStep> wayBack(HostPath file) {
        // What is known of the file comes first: a way back that is cut short in between leaves a record whose hash nothing
        // has, and then the file counts as what it was.
        List<UndoStep> steps = new ArrayList<>();
        for (HostPath each : List.of(FileRecord.originalOf(file), FileRecord.changedOf(file), FileRecord.place(file),
                MadeDirectories.list(file), file)) {
            Kept kept = Kept.of(files, each);
            steps.add(new UndoStep.RestoreFile(each.toString(), kept.content(), kept.mode()));
        }
        missingAbove(file).reversed().forEach(above -> steps.add(new UndoStep.PruneDirectory(above.toString())));
        return steps;
    }

    @Override
    public synchronized List<HostPath> all() {
        return Stream.of(HostPath.OUR_RUN, HostPath.OUR_STATE).map(FileRecord::records)
                .flatMap(records -> files.list(records).stream().map(records::resolve))
                .flatMap(record -> FileRecord.fileOf(record).stream())
                .filter(file -> files.info(file).isPresent() && recordOf(file).isPresent()).toList();
    }

    @Override
    public synchronized void release(HostPath file) {
        durable.delete(FileRecord.place(file));
        durable.delete(FileRecord.originalOf(file));
        durable.delete(FileRecord.changedOf(file));
    }

    private static void refuse(HostPath file, Standing standing, Foreign foreign) {
        if (foreign == Foreign.ADOPT) {
            return;
        }
        if (standing == Standing.FOREIGN) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s is somebody else's and was left alone: look at it, then say --adopt to keep it aside and take its place"
                            .formatted(file));
        }
        if (standing == Standing.CHANGED) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s was changed since Fairlead wrote it, and was left alone: look at it, then say --adopt to take its place"
                            .formatted(file));
        }
    }

    private boolean isAlready(HostPath file, byte[] content, int mode) {
        return files.info(file).filter(info -> info.mode() == mode).isPresent()
                && files.content(file).filter(bytes -> Arrays.equals(bytes, content)).isPresent();
    }

    private Optional<FileRecord> recordOf(HostPath file) {
        return files.read(FileRecord.place(file)).flatMap(text -> FileRecord.parse(file, text));
    }

    private Original keep(HostPath file) {
        FileInfo info = files.info(file).orElseThrow();
        if (info.type() != FileInfo.Type.FILE) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "%s is no regular file, and was left alone: move it away first".formatted(file));
        }
        byte[] content = files.content(file).orElseThrow();
        durable.write(FileRecord.originalOf(file), content, 0600);
        return new Original(FileRecord.hash(content), info.mode());
    }

    private Before before(HostPath file) {
        return new Before(List.of(Kept.of(files, file), Kept.of(files, FileRecord.place(file)),
                Kept.of(files, FileRecord.originalOf(file))));
    }

    private void undoAfter(RuntimeException failure, Before before) {
        try {
            restore(before);
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }

    private synchronized void restore(Before before) {
        for (Kept kept : before.files()) {
            if (kept.content().isPresent()) {
                directories.add(durable.write(kept.file(), kept.content().get(), kept.mode()));
            } else if (files.info(kept.file()).isPresent()) {
                durable.delete(kept.file());
                directories.prune(kept.file());
            }
        }
    }

    /**
     * A file and all that is known of it, at some time.
     *
     * @param files the file first
     */
    private record Before(List<Kept> files) {
    }

    /**
     * One of them; without content when it was not there.
     */
    private record Kept(HostPath file, Optional<byte[]> content, int mode) {

        static Kept of(HostFiles files, HostPath file) {
            Optional<FileInfo> info = files.info(file).filter(found -> found.type() == FileInfo.Type.FILE);
            return new Kept(file, info.flatMap(_ -> files.content(file)), info.map(FileInfo::mode).orElse(0));
        }
    }

    private final class Done implements Change {

        private final Before before;
        private boolean undone;

        Done(Before before) {
            this.before = before;
        }

        @Override
        public boolean happened() {
            return true;
        }

        @Override
        public synchronized void undo() {
            if (!undone) {
                restore(before);
                undone = true;
            }
        }
    }
}
