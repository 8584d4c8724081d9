package io.fairlead.libvirt.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What real libvirts said: 9.0 of Debian 12 and 11.3 of Debian 13. */
final class Recorded {

    /** The guest of the recordings. */
    static final String GUEST = "5fe7f1fc-8a5a-4d49-a0c1-000000000001";

    private Recorded() {
    }

    static String of(String libvirt, String name) {
        try (InputStream in = Recorded.class.getResourceAsStream("recorded/libvirt-%s/%s".formatted(libvirt, name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
