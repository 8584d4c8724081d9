package io.fairlead.api;

import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Whoever gave a command, and the place it was given at. The daemon opens no file that a client names: the client does, with
 * its own rights and in its own working directory, and sends what is in it.
 *
 * <p>A session of the shell has it as its variable {@value #VARIABLE}, both in the daemon and where a command runs in the
 * client's own process.
 */
@ProviderType
public interface ClientSide {

    /** The name of the session variable that holds it. */
    String VARIABLE = ".client";

    /** The most that {@link #readFile} gives, in bytes: 1 MiB. */
    int LARGEST_FILE = 1 << 20;

    /** The environment variables that {@link #environment} can have. */
    Set<String> ENVIRONMENT = Set.of("SSH_CONNECTION", "SUDO_USER", "LANG", "TERM", "NO_COLOR", "COLUMNS");

    /**
     * Reads a text file where the client is.
     *
     * @param path as the user gave it; a relative one counts from the client's working directory
     * @return its content, of at most {@link #LARGEST_FILE} bytes of UTF-8
     * @throws FairleadException {@code USAGE}, with the reason, when it cannot be read, is larger, or is no UTF-8
     */
    String readFile(String path);

    /**
     * Reads a file where the client is, byte for byte.
     *
     * @param path as for {@link #readFile}
     * @param atMost the most bytes it may have
     * @throws FairleadException {@code USAGE}, with the reason, when it cannot be read, or is larger
     */
    byte[] readBytes(String path, int atMost);

    /** Those of the variables {@link #ENVIRONMENT} that the client's environment has. The client's word, not to be trusted. */
    Map<String, String> environment();

    /** The number of the client's user, as the kernel tells it; -1 where the host does not know the user's number. */
    long uid();

    /** The name of the client's user; its number where it has no name. */
    String user();

    /** Whether the client sits at a terminal. */
    boolean terminal();
}
