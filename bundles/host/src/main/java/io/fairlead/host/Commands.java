package io.fairlead.host;

import io.fairlead.api.FairleadException;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Runs programs of the host, for at most a given time, with an argument list and never through a shell. */
@ProviderType
public interface Commands {

    /**
     * Runs a program to its end, in the C locale. An interrupted thread, and one that waits longer than the bound, kills
     * it.
     *
     * @param bound the longest it may take
     * @param arguments the program's name, looked up on the PATH, and its arguments
     * @throws FairleadException {@code HOST_FAILED} when the program is not there, takes longer, or writes more than 16 MiB
     */
    default Result run(Duration bound, List<String> arguments) {
        return run(bound, arguments, "");
    }

    /**
     * The same, with something to read.
     *
     * @param input what it finds at its standard input, which is then at its end
     */
    Result run(Duration bound, List<String> arguments, String input);

    /** Whether a program of this name is on the PATH. */
    boolean has(String program);

    /**
     * How a program ended.
     *
     * @param status its exit status
     * @param output what it wrote to its standard output
     * @param error what it wrote to its standard error, without the white space at its end
     */
    record Result(int status, String output, String error) {
    }
}
