package io.fairlead.deploy.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what SSH writes: strings, each after its length in 4 bytes (RFC 4251, section 5). */
final class WireReader {

    private final ByteBuffer bytes;

    WireReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** So many bytes as they are. */
    byte[] bytes(int count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException("it is cut short");
        }
        byte[] read = new byte[count];
        bytes.get(read);
        return read;
    }

    int number() {
        return ByteBuffer.wrap(bytes(Integer.BYTES)).getInt();
    }

    byte[] string() {
        return bytes(number());
    }

    String text() {
        return new String(string(), StandardCharsets.UTF_8);
    }

    /** Nothing may follow. */
    void end() {
        if (bytes.hasRemaining()) {
            throw new IllegalArgumentException("it has %d bytes too many".formatted(bytes.remaining()));
        }
    }
}
