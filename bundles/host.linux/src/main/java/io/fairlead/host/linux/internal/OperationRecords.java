package io.fairlead.host.linux.internal;

import io.fairlead.api.Operation;
import io.fairlead.api.PciAddress;
import io.fairlead.host.SlowOperations.SlowOperation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The records of slow operations: a directory each, that outlives every process of ours. */
final class OperationRecords {

    /** How long an operation may be without a process of its own before it counts as ended: it is being started. */
    private static final Duration START = Duration.ofSeconds(10);
    /** A wait for a holder that is over within this is not worth a word. */
    private static final Duration STUCK = Duration.ofSeconds(1);

    private final HostRoots roots;
    private final KernelWaits waits;
    private final Path directory;

    OperationRecords(HostRoots roots, KernelWaits waits) {
        this.roots = roots;
        this.waits = waits;
        this.directory = roots.ours().resolve("ops");
    }

    /** Makes the record of a new operation; empty when there is one already. */
    Optional<Path> create(SlowOperation operation) throws IOException {
        Files.createDirectories(directory);
        Path record = directory.resolve(operation.function().toString());
        try {
            Files.createDirectory(record);
        } catch (FileAlreadyExistsException _) {
            return Optional.empty();
        }
        Files.writeString(record.resolve("what"), operation.what());
        Files.writeString(record.resolve("since"), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Files.writeString(record.resolve("waiting-for"), String.join("\n", operation.waitingFor()));
        Files.writeString(record.resolve("bound"), String.valueOf(operation.bound().toSeconds()));
        return Optional.of(record);
    }

    Optional<Operation> read(PciAddress function) {
        return read(directory.resolve(function.toString()));
    }

    Map<PciAddress, Operation> all() {
        Map<PciAddress, Operation> records = new TreeMap<>();
        for (Path record : entries(directory)) {
            PciAddress.parse(record.getFileName().toString())
                    .ifPresent(function -> read(record).ifPresent(operation -> records.put(function, operation)));
        }
        return records;
    }

    /** The words of the step that failed, and its number. */
    Optional<Failure> failure(Path record) {
        return text(record, "error")
                .map(error -> new Failure(text(record, "step").map(Integer::valueOf).orElse(0), error));
    }

    record Failure(int step, String error) {
    }

    /** Whether the operation's own process ever ran. */
    boolean started(Path record) {
        return Files.exists(record.resolve("pid")) || Files.notExists(record);
    }

    void remove(Path record) {
        for (Path file : entries(record)) {
            delete(file);
        }
        delete(record);
    }

    void remove(PciAddress function) {
        remove(directory.resolve(function.toString()));
    }

    private Optional<Operation> read(Path record) {
        Optional<String> what = text(record, "what");
        Optional<Instant> since = text(record, "since").map(Instant::parse);
        if (what.isEmpty() || since.isEmpty()) {
            return Optional.empty();
        }
        List<String> waitingFor = text(record, "waiting-for").stream().flatMap(String::lines).toList();
        Duration age = Duration.between(since.get(), Instant.now());
        Optional<String> error = text(record, "error");
        if (error.isEmpty() && !alive(record, age)) {
            error = Files.exists(record) ? Optional.of("its process was ended before it was done") : error;
            if (error.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(new Operation(what.get(), since.get(), error.isPresent()
                ? Operation.State.FAILED
                : stuck(record, waitingFor, age) ? Operation.State.STUCK : Operation.State.RUNNING, waitingFor,
                error.orElse("")));
    }

    private boolean stuck(Path record, List<String> waitingFor, Duration age) {
        if (waitingFor.isEmpty() && process(record).filter(waits::has).isPresent()) {
            return true;
        }
        Duration bound = text(record, "bound").map(Long::valueOf).map(Duration::ofSeconds).orElse(START);
        return age.compareTo(waitingFor.isEmpty() ? bound : STUCK) > 0;
    }

    /** The process by its number and its start, field 22 of proc_pid_stat(5). */
    private boolean alive(Path record, Duration age) {
        Optional<String> pid = text(record, "pid");
        if (pid.isEmpty()) {
            return age.compareTo(START) < 0;
        }
        String[] process = pid.get().split(" ", 2);
        return process.length == 2 && text(roots.proc().resolve(process[0]), "stat")
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19])
                .equals(Optional.of(process[1]));
    }

    private static Optional<ProcessHandle> process(Path record) {
        return text(record, "pid").map(pid -> pid.split(" ", 2)[0]).map(Long::parseLong).flatMap(ProcessHandle::of);
    }

    private static Optional<String> text(Path directory, String name) {
        try {
            return Optional.of(Files.readString(directory.resolve(name)).strip()).filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<Path> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return new ArrayList<>(entries.sorted(Comparator.naturalOrder()).toList());
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (NoSuchFileException _) {
            // the operation has removed it itself
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("%s cannot be removed: %s".formatted(path, e.getMessage()), e);
        }
    }
}
