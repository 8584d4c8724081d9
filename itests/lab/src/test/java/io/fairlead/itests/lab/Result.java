package io.fairlead.itests.lab;

import java.time.Duration;

/**
 * How a command in the guest ended.
 *
 * @param line the command, for messages
 * @param status its exit status; 255 is also what ssh gives when the guest does not answer
 * @param took from here: the way there and back is in it
 */
record Result(String line, int status, String output, String error, Duration took) {

    /** The output without its last line end, of a command that must succeed. */
    String succeeded() {
        if (status != 0) {
            throw new AssertionError(
                    "%s ended with %d.%nstdout: %s%nstderr: %s".formatted(line, status, output, error));
        }
        return output.stripTrailing();
    }
}
