package io.fairlead.dbus.internal;

import java.time.Duration;

/**
 * When to stop waiting.
 *
 * @param end by {@link System#nanoTime()}
 * @param bound what was given, for messages
 */
record Deadline(long end, Duration bound) {

    static Deadline in(Duration bound) {
        return new Deadline(System.nanoTime() + bound.toNanos(), bound);
    }

    /** What is left, in milliseconds rounded up; 0 when it has passed. */
    long millis() {
        return Math.max(0, (end - System.nanoTime() + 999_999) / 1_000_000);
    }

    boolean hasPassed() {
        return System.nanoTime() - end >= 0;
    }

    /** The bound as people write it: {@code 2.5 s}. */
    String text() {
        return "%s s".formatted(bound.toMillis() % 1000 == 0
                ? String.valueOf(bound.toSeconds())
                : String.valueOf(bound.toMillis() / 1000.0));
    }
}
