package io.fairlead.control.internal;

import io.fairlead.control.wire.Message.FromClient;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.WantInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/** The client's standard input, asked for when it is read: what no command reads stays for the client's next program. */
final class RemoteInput extends InputStream {

    private final Conversation conversation;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private boolean end;

    RemoteInput(Conversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!piece.hasRemaining() && !end) {
            next();
        }
        if (end) {
            return -1;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(bytes, offset, count);
        return count;
    }

    @Override
    public synchronized int available() {
        return piece.remaining();
    }

    private void next() throws IOException {
        try {
            FromClient answer = conversation.ask(new WantInput());
            if (answer instanceof Piece given) {
                piece = given.bytes();
                end = given.isEnd();
            } else {
                throw new IOException("the client cannot read its standard input");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
