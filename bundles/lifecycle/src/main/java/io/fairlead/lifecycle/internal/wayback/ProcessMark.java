package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.List;
import java.util.Optional;

/**
 * A process, so that another one with the same number is not taken for it.
 *
 * @param pid its number
 * @param start when it started, in clock ticks after the boot: field 22 of proc_pid_stat(5)
 */
record ProcessMark(String pid, String start) {

    /** Which fields follow the command, the only one that can hold blanks: the state is field 3. */
    private static final int START = 22 - 3;

    /** The caller's; empty on a host that is no real one. */
    static Optional<ProcessMark> own(HostFiles files) {
        return read(files, "self");
    }

    private static Optional<ProcessMark> read(HostFiles files, String process) {
        return files.read(HostPath.PROC.resolve(process + "/stat")).flatMap(ProcessMark::ofStat);
    }

    private static Optional<ProcessMark> ofStat(String stat) {
        List<String> rest = List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
        return rest.size() > START && !rest.getFirst().matches("[ZX]")
                ? Optional.of(new ProcessMark(stat.substring(0, stat.indexOf(' ')), rest.get(START)))
                : Optional.empty();
    }

    /** From {@link #text}. */
    static Optional<ProcessMark> parse(String text) {
        String[] words = text.strip().split(" ", -1);
        return words.length == 2 && words[0].matches("[0-9]+")
                ? Optional.of(new ProcessMark(words[0], words[1]))
                : Optional.empty();
    }

    boolean isAlive(HostFiles files) {
        return read(files, pid).filter(this::equals).isPresent();
    }

    String text() {
        return pid + " " + start;
    }
}
