package io.fairlead.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Runs what a command line asks for, each in a session of its own; several may run at once. */
@ProviderType
public interface CommandRunner {

    /**
     * Runs it in the calling thread's time. Whoever interrupts the calling thread interrupts the command, which then has
     * 10 s to put things back.
     *
     * @param words {@code [--timing] COMMAND [ARGUMENT …]} or {@code [--timing] -c LIST}; with neither, a list is read from
     *            the input
     * @param in what commands read; it is read only when they do
     * @param out their results, as UTF-8; flushed, not closed
     * @param err why they failed, one sentence a line, as UTF-8; flushed, not closed
     * @param client who gave the command line
     * @return the exit status
     */
    int run(List<String> words, InputStream in, OutputStream out, OutputStream err, ClientSide client);
}
