package io.fairlead.host.simulated.internal;

import java.nio.charset.StandardCharsets;

/** A file that somebody put on the host. */
final class StoredFile {

    private final byte[] content;
    private final int mode;

    StoredFile(byte[] content, int mode) {
        this.content = content.clone();
        this.mode = mode;
    }

    static StoredFile of(String text) {
        return new StoredFile(text.getBytes(StandardCharsets.UTF_8), 0_644);
    }

    byte[] content() {
        return content.clone();
    }

    int size() {
        return content.length;
    }

    /** Its permission bits. */
    int mode() {
        return mode;
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
