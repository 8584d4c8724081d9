package io.fairlead.shell.internal.words;

import java.util.Optional;

/** A switch. No Boolean: picocli reads words of its own, true and false, into those. */
public enum OnOff {
    /** It is to be on. */
    ON,
    /** It is to be off. */
    OFF;

    /** Whether it is to be on; empty where nothing was said. */
    public static Optional<Boolean> wanted(OnOff given) {
        return Optional.ofNullable(given).map(ON::equals);
    }
}
