package io.fairlead.deploy.internal;

import java.nio.ByteBuffer;

/** Bytes that are parts of records. */
final class Bytes {

    private Bytes() {
    }

    /** A copy of what is left in it. */
    static byte[] of(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
