package io.fairlead.console.internal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A standard stream of the process that remembers why it could not be written. Nobody else does: PrintStream swallows it.
 */
final class StandardOutput extends OutputStream {

    private final OutputStream stream;
    private final AtomicReference<IOException> failure = new AtomicReference<>();

    StandardOutput(FileDescriptor descriptor) {
        // Not buffered: what a long command tells must be seen while it runs.
        stream = new FileOutputStream(descriptor);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            stream.write(bytes, offset, length);
        } catch (IOException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    /** Why something is missing from the output. A reader who left, such as {@code head -1}, misses nothing. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure.get()).filter(e -> !String.valueOf(e.getMessage()).contains("Broken pipe"));
    }
}
