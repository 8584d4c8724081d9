package io.fairlead.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A change of a PF that the kernel has not finished, or that failed after its caller had left.
 *
 * @param what one phrase: {@code set the VFs of eno4 from 7 to 4}
 * @param since when it began
 * @param state how it stands
 * @param waitingFor the holders, by their description, that the kernel waits for; empty where none was known
 * @param error why it failed; empty unless {@link State#FAILED}
 */
public record Operation(String what, Instant since, State state, List<String> waitingFor, String error) {

    /** How an operation stands. */
    public enum State {
        /** The kernel works on it. */
        RUNNING,
        /** The kernel waits for a holder, or has worked for longer than the NIC driver's settle time. */
        STUCK,
        /** It ended, not as asked. */
        FAILED
    }

    /** {@code stuck since 2026-01-01T00:00:00Z, waiting for guest t1}; to the second, for people. */
    public String describe() {
        return switch (state) {
            case RUNNING -> "running since " + second();
            case STUCK -> "stuck since " + second()
                    + (waitingFor.isEmpty() ? "" : ", waiting for " + String.join(", ", waitingFor));
            case FAILED -> "failed: " + error;
        };
    }

    private Instant second() {
        return since.truncatedTo(ChronoUnit.SECONDS);
    }
}
