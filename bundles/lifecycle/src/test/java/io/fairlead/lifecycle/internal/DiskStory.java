package io.fairlead.lifecycle.internal;

import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.SyncedFiles;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import io.fairlead.lifecycle.internal.document.DocumentReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Three documents, two of them confirmed and one taken back, on a disk where anything may happen. */
final class DiskStory {

    private static final HostPath BOOT_ID = HostPath.PROC.resolve("sys/kernel/random/boot_id");
    private static final List<String> DOCUMENTS = List.of("a: {x: one, y: one}", "a: {x: two, z: two}",
            "a: {y: three}");
    private static final Map<Integer, List<String>> HOSTS = Map.of(0, List.of(), 1, List.of("x=one", "y=one"), 2,
            List.of("x=two", "z=two"));

    private final SimulatedHost rest = SimulatedHost.of(SimulatedHosts.igb());
    private final DocumentReader reader = new DocumentReader();
    private Set<Integer> allowed = Set.of(0);

    /** The generations that may be found confirmed now: one, and while a confirmation runs also the next. */
    Set<Integer> allowed() {
        return allowed;
    }

    /** Tells it from the beginning, as far as it comes. */
    void tell(CrashDisk disk) {
        allowed = Set.of(0);
        LifecycleService lifecycle = begin(disk, "boot-1");
        apply(lifecycle, 0);
        confirm(lifecycle, 1);
        apply(lifecycle, 1);
        confirm(lifecycle, 2);
        apply(lifecycle, 2);
        lifecycle.rollback(_ -> {
        });
    }

    private static void apply(LifecycleService lifecycle, int index) {
        lifecycle.apply(new ApplyRequest(new Document("host.yaml", DOCUMENTS.get(index)), ApplyRequest.DEFAULT, false,
                "root", Optional.empty(), Optional.empty()), _ -> {
                });
    }

    private void confirm(LifecycleService lifecycle, int generation) {
        allowed = Set.of(generation - 1, generation);
        lifecycle.confirm(_ -> {
        });
        allowed = Set.of(generation);
    }

    /** A new process, in this boot or a later one. */
    LifecycleService begin(CrashDisk disk, String boot) {
        disk.put(BOOT_ID, boot);
        return begin(disk, new SyncedFiles(disk));
    }

    /** A new process on any files. */
    LifecycleService begin(HostFiles files, DurableFiles durable) {
        OwnFiles own = new RecordedOwnFiles(files, durable);
        LifecycleService lifecycle = new LifecycleService(reader, files, durable, own, rest.links(), rest.commands(),
                rest.writerLock());
        lifecycle.providers = List.of(new FileProvider("a", files, own));
        return lifecycle;
    }

    /** Lets a try's time be over. */
    static void expire(CrashDisk disk) {
        Journal journal = new Journal(disk, new SyncedFiles(disk));
        journal.read().ifPresent(record -> journal.write(record.until(Instant.EPOCH)));
    }

    static int confirmed(HostFiles disk) {
        return disk.read(HostPath.OUR_STATE.resolve("confirmed")).map(Integer::valueOf).orElse(0);
    }

    /** Whether the host is as the confirmed document says, with nothing left of a try; else what is wrong. */
    String wrong(HostFiles disk) {
        String wrong = wrongHost(disk);
        return wrong.isEmpty() && disk.list(Journal.DIRECTORY).contains("record.json")
                ? "a record of a try is left"
                : wrong;
    }

    /** Whether the host is as the confirmed document says; else what is wrong. */
    String wrongHost(HostFiles disk) {
        int confirmed = confirmed(disk);
        if (!allowed.contains(confirmed)) {
            return "generation %d is confirmed and not one of %s".formatted(confirmed, allowed);
        }
        List<String> files = files(disk);
        if (!files.equals(HOSTS.get(confirmed))) {
            return "generation %d is confirmed, and there is %s".formatted(confirmed, files);
        }
        return "";
    }

    private static List<String> files(HostFiles disk) {
        Map<String, String> files = new TreeMap<>();
        for (HostPath directory : List.of(HostPath.ETC.resolve("a"), HostPath.RUN.resolve("a"))) {
            disk.list(directory).stream().filter(name -> !name.startsWith("."))
                    .forEach(name -> files.put(name, disk.read(directory.resolve(name)).orElseThrow()));
        }
        return files.entrySet().stream().map(file -> file.getKey() + "=" + file.getValue()).toList();
    }
}
