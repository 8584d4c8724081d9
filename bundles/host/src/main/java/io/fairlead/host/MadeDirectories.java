package io.fairlead.host;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The directories that were made for files of ours, one a line, and are to go with the last of them. */
final class MadeDirectories {

    private final HostFiles files;
    private final DurableFiles durable;

    MadeDirectories(HostFiles files, DurableFiles durable) {
        this.files = files;
        this.durable = durable;
    }

    void add(Collection<HostPath> made) {
        if (!made.isEmpty()) {
            HostPath list = list(made.iterator().next());
            Set<String> all = read(list);
            made.forEach(directory -> all.add(directory.toString()));
            write(list, all);
        }
    }

    /** Deletes the directories above a file that were made, as far as they are empty. */
    void prune(HostPath file) {
        HostPath list = list(file);
        Set<String> all = read(list);
        Set<String> left = new TreeSet<>(all);
        HostPath directory = file.parent();
        while (all.contains(directory.toString()) && durable.deleteEmpty(directory)) {
            left.remove(directory.toString());
            directory = directory.parent();
        }
        if (!left.equals(all)) {
            write(list, left);
        }
    }

    static HostPath list(HostPath file) {
        return FileRecord.state(file).resolve("directories");
    }

    private Set<String> read(HostPath list) {
        return files.read(list).stream().flatMap(String::lines).collect(Collectors.toCollection(TreeSet::new));
    }

    private void write(HostPath list, Collection<String> all) {
        if (all.isEmpty()) {
            durable.delete(list);
        } else {
            List<String> lines = List.copyOf(all);
            durable.write(list, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), 0644);
        }
    }
}
