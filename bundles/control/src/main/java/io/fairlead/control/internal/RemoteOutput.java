package io.fairlead.control.internal;

import io.fairlead.control.wire.Message;
import io.fairlead.control.wire.Message.Output;
import io.fairlead.control.wire.Message.Stream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One of the client's standard streams. What is written is on its way at once; closing it does nothing. */
final class RemoteOutput extends OutputStream {

    private final Conversation conversation;
    private final Stream stream;

    RemoteOutput(Conversation conversation, Stream stream) {
        this.conversation = conversation;
        this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            for (int from = offset; from < offset + length; from += Message.LONGEST_PIECE) {
                int to = Math.min(offset + length, from + Message.LONGEST_PIECE);
                conversation.say(new Output(stream, ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to))));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
