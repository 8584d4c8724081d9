package io.fairlead.control.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What client and daemon say to each other: a {@link Request}, which the daemon answers with {@link Accepted} or
 * {@link Refused}; then output as it comes, questions of the daemon's that the client answers, and in the end
 * {@link Ended}.
 *
 * <p>The daemon asks for input and files when a command reads them, piece by piece. Each question has one answer, and
 * there is no answer without a question.
 */
public sealed interface Message {

    /** The version of all of this; a daemon refuses a client of another one. */
    int VERSION = 1;

    /** The longest that a piece of input, output or a file may be, in bytes. */
    int LONGEST_PIECE = 1 << 15;

    /** What a client says. */
    sealed interface FromClient extends Message {
    }

    /** What the daemon says. */
    sealed interface FromDaemon extends Message {
    }

    /**
     * Asks for a command line to be run.
     *
     * @param version the client's {@link #VERSION}
     * @param words the command line
     * @param environment variables of the client's environment
     * @param terminal whether the client sits at a terminal
     */
    record Request(int version, List<String> words, Map<String, String> environment, boolean terminal)
            implements
                FromClient {
    }

    /** The piece of the input or the file that the daemon asked for; empty at its end. */
    record Piece(ByteBuffer bytes) implements FromClient {

        /** Whether nothing follows. */
        public boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    /** The file cannot be read, for this reason. */
    record Unreadable(String reason) implements FromClient {
    }

    /** Interrupts the command. */
    record Interrupt() implements FromClient {
    }

    /** The command line is being run, by the daemon with this process number. */
    record Accepted(long pid) implements FromDaemon {
    }

    /** What was asked for is not done, for this reason; the daemon closes the connection after it. */
    record Refused(String reason) implements FromDaemon {
    }

    /** What a command printed. */
    record Output(Stream stream, ByteBuffer bytes) implements FromDaemon {
    }

    /** Asks for the next {@link Piece} of the client's standard input. */
    record WantInput() implements FromDaemon {
    }

    /** Asks for the first {@link Piece} of a file, or {@link Unreadable}. */
    record WantFile(String path) implements FromDaemon {
    }

    /** Asks for the next {@link Piece} of that file, or {@link Unreadable}. */
    record WantMore() implements FromDaemon {
    }

    /** The command line ended with this exit status; the daemon closes the connection after it. */
    record Ended(int status) implements FromDaemon {
    }

    /** Where output belongs. */
    enum Stream {
        /** Standard output. */
        OUT,
        /** Standard error. */
        ERR
    }
}
