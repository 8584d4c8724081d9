package io.fairlead.host.linux.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The network namespaces of the host beside our own: those with a name, and those of processes. */
final class NetworkNamespaces {

    private static final Pattern INODE = Pattern.compile("net:\\[(\\d+)]");

    private final HostRoots roots;

    NetworkNamespaces(HostRoots roots) {
        this.roots = roots;
    }

    /**
     * A namespace.
     *
     * @param name {@code blue}, as ip-netns(8) names it, or {@code of pid 1234}
     * @param file through which it can be entered
     * @param process the process it was found by; 0 for one with a name
     */
    record Namespace(String name, Path file, long process) {
        boolean stillThere() {
            return process == 0 || Files.exists(file);
        }
    }

    List<Namespace> others() {
        Map<Long, Namespace> found = new LinkedHashMap<>();
        for (Path file : entries(roots.run().resolve("netns"))) {
            inode(file).ifPresent(
                    inode -> found.putIfAbsent(inode, new Namespace(file.getFileName().toString(), file, 0)));
        }
        Set<Long> known = new HashSet<>(found.keySet());
        ofProcess(roots.proc().resolve("self")).ifPresent(known::add);
        for (Path process : entries(roots.proc())) {
            String pid = process.getFileName().toString();
            if (pid.chars().allMatch(Character::isDigit)) {
                ofProcess(process).filter(known::add).ifPresent(inode -> found.put(inode,
                        new Namespace("of pid " + pid, process.resolve("ns/net"), Long.parseLong(pid))));
            }
        }
        ofProcess(roots.proc().resolve("self")).ifPresent(found::remove);
        return List.copyOf(found.values());
    }

    /** The link reads {@code net:[4026531840]}, the inode of nsfs (namespaces(7)); unreadable for others than root. */
    private static Optional<Long> ofProcess(Path process) {
        try {
            Matcher link = INODE.matcher(Files.readSymbolicLink(process.resolve("ns/net")).toString());
            return link.matches() ? Optional.of(Long.valueOf(link.group(1))) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<Long> inode(Path file) {
        try {
            return Optional.of((Long) Files.getAttribute(file, "unix:ino"));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<Path> entries(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return new ArrayList<>(entries.toList());
        } catch (IOException _) {
            return List.of();
        }
    }
}
