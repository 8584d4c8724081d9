package io.fairlead.console.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Standard error without Gogo's own report {@code gogo: ExceptionClass: message} of a command that is not the last of its
 * pipeline (Pipe.doCall of Gogo 1.1.6, one write each). The {@link Evaluator} reports it like any other failure.
 */
final class WithoutGogosErrors extends FilterOutputStream {

    private static final byte[] GOGO = "gogo: ".getBytes(StandardCharsets.UTF_8);

    WithoutGogosErrors(OutputStream err) {
        super(err);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        boolean gogos = length > GOGO.length && bytes[offset + length - 1] == '\n'
                && Arrays.equals(bytes, offset, offset + GOGO.length, GOGO, 0, GOGO.length);
        if (!gogos) {
            out.write(bytes, offset, length);
        }
    }
}
