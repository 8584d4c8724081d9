package io.fairlead.itests.rig;

import java.time.Duration;
import java.util.List;

/**
 * How a command in the rig ended.
 *
 * @param line the command, for messages
 * @param status its exit status
 * @param took from here; the way there is a few milliseconds of it
 */
record Result(String line, int status, String output, String error, Duration took) {

    /** The output without its last line end, of a command that must succeed. */
    String succeeded() {
        return endedWith(0).output.stripTrailing();
    }

    /** This, of a command that must end so. */
    Result endedWith(int expected) {
        if (status != expected) {
            throw new AssertionError("%s ended with %d, not %d.%nstdout: %s%nstderr: %s".formatted(line, status,
                    expected, output, error));
        }
        return this;
    }

    /** What the product says when it fails: one line, as a person is to read it. */
    String sentence() {
        List<String> lines = error.lines().filter(line -> line.startsWith("fairlead: ")).toList();
        if (lines.size() != 1) {
            throw new AssertionError("%s said %d sentences: %s".formatted(line, lines.size(), error));
        }
        return lines.getFirst();
    }
}
