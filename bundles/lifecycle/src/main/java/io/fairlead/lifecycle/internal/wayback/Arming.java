package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.lifecycle.Try.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A try that a way back is wanted for.
 *
 * @param generation its number
 * @param phase how far it is
 * @param changes how each of its changes is taken back, in the order to do so: the last change first
 * @param deadline when it is taken back unless it is confirmed, in whole seconds, rounded up; empty where no time runs
 * @param trial how a boot on trial is known, where it needs one
 */
public record Arming(int generation, Phase phase, List<ChangeUndo> changes, Optional<Instant> deadline,
        Optional<Trial> trial) {

    /** Of its own lists. */
    public Arming {
        changes = List.copyOf(changes);
    }

    /**
     * A boot that tries something: the native way back lets it be, and takes it back if it is not confirmed in time.
     *
     * @param word on the kernel's command line during that boot only: {@code fairlead.trial=7}
     * @param confirmWithin the time to confirm it after the boot, to which the program adds five minutes
     */
    public record Trial(String word, Duration confirmWithin) {
    }
}
