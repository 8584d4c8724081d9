package io.fairlead.systemd.internal;

import java.util.Optional;

/**
 * What is said of a PF's VFs for each boot, and what is tried until the next.
 *
 * @param kept for each boot
 * @param tried until the next; the unit's program prefers it
 */
record Descriptions(Optional<Description> kept, Optional<Description> tried) {

    static final Descriptions NONE = new Descriptions(Optional.empty(), Optional.empty());

    Optional<Description> inForce() {
        return tried.or(() -> kept);
    }
}
