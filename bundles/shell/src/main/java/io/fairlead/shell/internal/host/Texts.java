package io.fairlead.shell.internal.host;

import io.fairlead.api.Printable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words that several screens use. */
final class Texts {

    private Texts() {
    }

    /** {@code awaiting-reboot}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** To the second, in UTC. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** For JSON. */
    static String timeOrNull(Optional<Instant> time) {
        return time.map(Texts::time).orElse(null);
    }

    /** {@code 1 change}, {@code 3 changes}. */
    static String count(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    /** Adds each by a line, made fit for a terminal. */
    static void add(List<String> lines, String indent, List<String> texts) {
        texts.forEach(text -> lines.add(indent + Printable.of(text)));
    }
}
