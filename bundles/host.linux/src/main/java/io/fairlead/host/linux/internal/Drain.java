package io.fairlead.host.linux.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a program writes, in a thread that keeps nobody alive, so that the program never finds its pipe full. What
 * is beyond the limit is read and dropped.
 */
final class Drain {

    /** How long the rest may come after the program's end. Somebody whom it left behind may keep its output open. */
    private static final long REST_MILLIS = 500;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CountDownLatch end = new CountDownLatch(1);
    private final int most;
    private volatile boolean overflow;

    private Drain(int most) {
        this.most = most;
    }

    static Drain of(InputStream stream, int most) {
        Drain drain = new Drain(most);
        Thread.ofVirtual().start(() -> drain.read(stream));
        return drain;
    }

    private void read(InputStream stream) {
        try (stream) {
            byte[] buffer = new byte[8192];
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                if (bytes.size() + n > most) {
                    overflow = true;
                } else {
                    bytes.write(buffer, 0, n);
                }
            }
        } catch (IOException _) {
            // the pipe was closed under us: what came is all there is
        } finally {
            end.countDown();
        }
    }

    /** Whether there was more than the limit. */
    boolean overflowed() {
        return overflow;
    }

    /** What was written, once the program has ended. */
    String text() throws InterruptedException {
        boolean _ = end.await(REST_MILLIS, TimeUnit.MILLISECONDS);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
