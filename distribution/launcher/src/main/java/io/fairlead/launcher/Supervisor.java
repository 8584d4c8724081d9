package io.fairlead.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/**
 * Whoever started this process as a service and waits for its word, by sd_notify(3). The word is a datagram, which the JDK
 * cannot send to a UNIX socket; systemd's own systemd-notify can, and speaks for the process that called it.
 */
final class Supervisor {

    private static final int BOUND_SECONDS = 10;

    private Supervisor() {
    }

    /** Tells that the service is ready, where somebody wants to know. */
    static void tellReady() throws IOException, InterruptedException {
        if (System.getenv("NOTIFY_SOCKET") == null) {
            return;
        }
        Process notify = new ProcessBuilder("systemd-notify", "--ready").redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT).start();
        notify.getOutputStream().close();
        if (!notify.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
            notify.destroyForcibly();
            throw new RefusedException("systemd-notify did not end within %d s".formatted(BOUND_SECONDS));
        }
        if (notify.exitValue() != 0) {
            throw new RefusedException("systemd-notify ended with status " + notify.exitValue());
        }
    }
}
