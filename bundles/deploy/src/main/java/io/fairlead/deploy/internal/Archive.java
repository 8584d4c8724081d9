package io.fairlead.deploy.internal;

import io.fairlead.api.Printable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A jar, read once from its first byte to its last within limits, and written anew entry by entry. What the framework gets is
 * what was written: a second reader, by the archive's directory at its end, could else see other entries than were checked.
 *
 * @param manifest its manifest
 * @param jar written anew
 */
record Archive(Manifest manifest, ByteBuffer jar) {

    static final int MOST_ENTRIES = 1_000;
    static final long MOST_UNPACKED = 16 << 20;
    static final int MOST_RATIO = 100;

    private static final int PIECE = 1 << 13;
    /** The first moment that a zip can tell: the same bytes give the same bytes. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.of(1980, 1, 1, 0, 0);

    /**
     * Reads a jar of a vendor.
     *
     * @throws io.fairlead.api.FairleadException {@code NOT_CAPABLE} with the reason when it is none, or one that goes past
     *             the limits
     */
    static Archive read(byte[] jar) {
        try {
            return copy(jar);
        } catch (IOException | IllegalArgumentException e) {
            throw Refused.because(
                    "it is no jar that can be read: %s".formatted(Printable.of(String.valueOf(e.getMessage()))));
        }
    }

    private static Archive copy(byte[] jar) throws IOException {
        Limits limits = new Limits(jar.length);
        Set<String> names = new HashSet<>();
        ByteArrayOutputStream copied = new ByteArrayOutputStream(jar.length);
        Manifest manifest = null;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(copied)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                check(entry.getName());
                if (!names.add(entry.getName())) {
                    throw Refused.because("it has the entry %s twice".formatted(Printable.quoted(entry.getName())));
                }
                limits.entry();
                ZipEntry again = new ZipEntry(entry.getName());
                again.setTimeLocal(LONG_AGO);
                out.putNextEntry(again);
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    ByteArrayOutputStream text = new ByteArrayOutputStream();
                    copy(in, text, limits);
                    text.writeTo(out);
                    manifest = new Manifest(new ByteArrayInputStream(text.toByteArray()));
                } else {
                    copy(in, out, limits);
                }
                out.closeEntry();
            }
        }
        if (manifest == null) {
            throw Refused.because("it has no %s".formatted(JarFile.MANIFEST_NAME));
        }
        return new Archive(manifest, ByteBuffer.wrap(copied.toByteArray()));
    }

    private static void copy(InputStream in, OutputStream out, Limits limits) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
            limits.unpacked(count);
            out.write(piece, 0, count);
        }
    }

    private static void check(String name) {
        boolean leaves = name.startsWith("/") || name.contains("\\") || name.indexOf('\0') >= 0
                || ("/" + name + "/").contains("/../");
        if (leaves) {
            throw Refused.because("its entry %s would lie outside of it".formatted(Printable.quoted(name)));
        }
    }

    /** What was read so far, of a jar of so many bytes. */
    private static final class Limits {

        private final int bytes;
        private int entries;
        private long unpacked;

        Limits(int bytes) {
            this.bytes = bytes;
        }

        void entry() {
            if (++entries > MOST_ENTRIES) {
                throw Refused.because("it has more than %d entries".formatted(MOST_ENTRIES));
            }
        }

        void unpacked(int count) {
            unpacked += count;
            if (unpacked > MOST_UNPACKED) {
                throw Refused.because("unpacked it has more than %d bytes".formatted(MOST_UNPACKED));
            }
            if (unpacked > (long) bytes * MOST_RATIO) {
                throw Refused.because("unpacked it is more than %d times as large as it is".formatted(MOST_RATIO));
            }
        }
    }
}
