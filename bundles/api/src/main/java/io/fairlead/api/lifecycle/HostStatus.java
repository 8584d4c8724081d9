package io.fairlead.api.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the host stands to what was confirmed for it.
 *
 * @param state the worst that is so
 * @param confirmed the generation it is compared with
 * @param tried the one being tried, or not wholly taken back
 * @param drifts what is not as confirmed
 * @param waiting the confirmed generation's sections that no provider is there for
 * @param unknown what could not be told and why, one sentence each
 */
public record HostStatus(State state, Optional<Generation> confirmed, Optional<Try> tried, List<Drift> drifts,
        List<String> waiting, List<String> unknown) {

    /** From good to bad. */
    public enum State {
        /** Nothing was ever confirmed, and nothing is tried. */
        UNDECLARED,
        /** It is as confirmed. */
        CONVERGED,
        /** It is as confirmed, as far as there are providers. */
        WAITING,
        /** A try waits for its confirmation or for a reboot, or changes of ours are under way. */
        PENDING,
        /** Somebody else changed something. */
        DRIFTED,
        /** It cannot be told, or does not come about: an operation hangs, a rollback waits for a holder. */
        STUCK
    }

    /**
     * Something that is not as confirmed.
     *
     * @param resource which: {@code virtual-functions eno4}
     * @param what one phrase: {@code 4 VFs, 7 were confirmed}
     * @param since when it was noticed
     * @param who who did it, where that can be known
     * @param attempts how often it was tried to bring it back, under the policy enforce
     */
    public record Drift(String resource, String what, Instant since, Optional<String> who, int attempts) {
    }
}
