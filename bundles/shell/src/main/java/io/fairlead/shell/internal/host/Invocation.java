package io.fairlead.shell.internal.host;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.shell.internal.Clients;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * A command as it was given: by whom, where, and what it can read and tell beside its result.
 *
 * @param session in which it runs
 */
record Invocation(CommandSession session) {

    /** Where the document is by default. */
    static final String DEFAULT_FILE = "/etc/fairlead/host.yaml";
    /** The word for standard input. */
    static final String STANDARD_INPUT = "-";
    private static final String STANDARD_INPUT_NAME = "<stdin>";

    /** Whoever gave it. */
    ClientSide client() {
        return Clients.of(session);
    }

    /** The document that a word names: a file of the client's, or standard input. */
    Document document(String file) {
        return file.equals(STANDARD_INPUT)
                ? new Document(STANDARD_INPUT_NAME, standardInput())
                : new Document(file, client().readFile(file));
    }

    private String standardInput() {
        Process process = Process.Utils.current();
        InputStream in = process == null ? session.getKeyboard() : process.in();
        try {
            byte[] bytes = in.readNBytes(ClientSide.LARGEST_FILE + 1);
            if (bytes.length > ClientSide.LARGEST_FILE) {
                throw new FairleadException(Kind.USAGE,
                        "standard input has more than %d bytes, which no document of a host has"
                                .formatted(ClientSide.LARGEST_FILE));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new FairleadException(Kind.USAGE, "standard input is no UTF-8: a document is text in UTF-8", e);
        } catch (IOException e) {
            throw new FairleadException(Kind.USAGE, "standard input cannot be read: %s".formatted(e.getMessage()), e);
        }
    }

    /**
     * The address on this host that the user's connection comes in at: the third word of SSH_CONNECTION, ssh(1). The client
     * can say what it likes, and deceives none but itself.
     */
    Optional<String> connection() {
        String[] words = client().environment().getOrDefault("SSH_CONNECTION", "").split(" ", -1);
        return words.length == 4 ? Optional.of(words[2]) : Optional.empty();
    }

    /** How far it is, for whoever waits. */
    ProgressLines progress() {
        return new ProgressLines(err(), client());
    }

    /** Where things are told that are no part of the result. */
    PrintStream err() {
        Process process = Process.Utils.current();
        return process == null ? session.getConsole() : process.err();
    }
}
