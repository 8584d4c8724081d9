package io.fairlead.api.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A generation that is not confirmed and not wholly taken back.
 *
 * @param generation its number
 * @param phase how far it is
 * @param deadline when it is taken back unless it is confirmed; empty where no time runs
 * @param left what a rollback could not take back yet, since somebody holds it
 */
public record Try(int generation, Phase phase, Optional<Instant> deadline, List<Left> left) {

    /** How far a try is. */
    public enum Phase {
        /** Changes are being made. */
        APPLYING,
        /** Those changes are made that need a reboot; the others follow after it. */
        AWAITING_REBOOT,
        /** All changes are made, and it waits to be confirmed. */
        TRIED,
        /** It is being made to last. */
        CONFIRMING,
        /** It is being taken back. */
        ROLLING_BACK,
        /** It was taken back except what somebody holds; that follows when they let go. */
        ROLLED_BACK_EXCEPT
    }

    /**
     * What could not be taken back.
     *
     * @param resource which: {@code virtual-functions eno4}
     * @param why one phrase: {@code guest t1 has VF 0}
     */
    public record Left(String resource, String why) {
    }
}
