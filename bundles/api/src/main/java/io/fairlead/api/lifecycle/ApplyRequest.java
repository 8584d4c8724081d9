package io.fairlead.api.lifecycle;

import java.time.Duration;
import java.util.Optional;

/**
 * How to apply a document.
 *
 * @param document what is declared
 * @param confirmWithin how long the try lasts without a confirmation, 5 s to 1 day; where a reboot is needed, from when all
 *            is made after it
 * @param confirmed whether it is confirmed at once, when all changes are made and the probes are as before
 * @param who the user, for the history
 * @param why what it is for, for the history
 * @param connection the address on this host that the user's own connection comes in at, where there is one
 */
public record ApplyRequest(Document document, Duration confirmWithin, boolean confirmed, String who,
        Optional<String> why, Optional<String> connection) {

    /** How long a try lasts where nothing is said. */
    public static final Duration DEFAULT = Duration.ofMinutes(2);
}
