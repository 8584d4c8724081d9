package io.fairlead.console.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The terminal's output as a Gogo session gets it. The session writes through an interruptible channel, which closes
 * itself and what is beneath when an interrupted thread writes to it (java.nio.channels.Channels.newChannel,
 * AbstractInterruptibleChannel): as when Ctrl-C met a command that then says how far it came. Then that session can
 * print no more, but the terminal lives.
 */
final class SessionOutput extends FilterOutputStream {

    private volatile boolean closed;

    SessionOutput(OutputStream terminal) {
        super(terminal);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        flush();
    }

    /** Whether the session has lost its way to the terminal. */
    boolean isClosed() {
        return closed;
    }
}
