package io.fairlead.host.linux.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directories that are watched by inotify(7), there or not. Every directory on the way to one is watched too, for the next
 * name on that way: what is missing may appear at any height, and a renamed directory tells only the one above it.
 */
final class DirectoryWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
    private static final WatchEvent.Kind<?>[] ALL = {StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE};

    private final Path top;
    private final WatchService service;
    /** Guarded by this object, as is {@link #interests}. */
    private final Map<Signal, List<Path>> wanted = new LinkedHashMap<>();
    private final Map<WatchKey, List<Interest>> interests = new HashMap<>();
    /** Directories that could not be watched, to tell of each once. */
    private final Set<Path> refused = new HashSet<>();

    /**
     * Who is to be told of what in a directory.
     *
     * @param name the next name on the way to what is wanted; empty for the wanted directory itself, where all matters
     */
    private record Interest(Signal signal, Optional<Path> name) {
        boolean in(List<WatchEvent<?>> events) {
            return name.isEmpty() || events.stream().map(WatchEvent::context)
                    .anyMatch(changed -> changed == null || name.get().equals(changed));
        }
    }

    /** Watches below this directory. */
    DirectoryWatch(Path top) throws IOException {
        this.top = top;
        this.service = FileSystems.getDefault().newWatchService();
        Thread.ofPlatform().daemon().name("fairlead directories").start(this::run);
    }

    /** Raises the signal when something happens in one of these directories. */
    synchronized void add(Signal signal, List<Path> directories) {
        wanted.put(signal, directories);
        arm();
    }

    /** Ends that; answers whether nobody is left. */
    synchronized boolean remove(Signal signal) {
        wanted.remove(signal);
        arm();
        return wanted.isEmpty();
    }

    private void run() {
        try {
            while (true) {
                heard(service.take());
            }
        } catch (ClosedWatchServiceException | InterruptedException _) {
            // nobody listens any more
        }
    }

    private synchronized void heard(WatchKey key) {
        // An overflow's event has no context: it counts for every name.
        List<WatchEvent<?>> events = key.pollEvents();
        boolean valid = key.reset();
        List<Signal> told = interests.getOrDefault(key, List.of()).stream()
                .filter(interest -> !valid || interest.in(events)).map(Interest::signal).distinct().toList();
        boolean onTheWay = interests.getOrDefault(key, List.of()).stream()
                .anyMatch(interest -> interest.name().isPresent() && interest.in(events));
        if (!valid || onTheWay) {
            arm();
        }
        // After that, so that whoever now looks at a new directory misses nothing that comes into it later.
        told.forEach(Signal::raise);
    }

    /** Watches what is there now of all that is wanted, and nothing else. */
    private void arm() {
        Map<WatchKey, List<Interest>> armed = new HashMap<>();
        wanted.forEach((signal, directories) -> directories.forEach(directory -> arm(signal, directory, armed)));
        interests.keySet().stream().filter(key -> !armed.containsKey(key)).forEach(WatchKey::cancel);
        interests.clear();
        interests.putAll(armed);
    }

    /** From the top down: a directory that is made meanwhile is heard of by the one above it. */
    private void arm(Signal signal, Path directory, Map<WatchKey, List<Interest>> armed) {
        Path here = top;
        for (Path name : top.relativize(directory)) {
            if (!arm(here, new Interest(signal, Optional.of(name)), armed)) {
                return;
            }
            here = here.resolve(name);
        }
        arm(here, new Interest(signal, Optional.empty()), armed);
    }

    private boolean arm(Path directory, Interest interest, Map<WatchKey, List<Interest>> armed) {
        try {
            // Two ways to one directory have the same key.
            armed.computeIfAbsent(directory.register(service, ALL), _ -> new ArrayList<>()).add(interest);
            return true;
        } catch (NoSuchFileException | NotDirectoryException _) {
            return false;
        } catch (IOException e) {
            if (refused.add(directory)) {
                LOG.warn("{} cannot be watched, what happens there is noticed later: {}", directory, e.getMessage());
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
