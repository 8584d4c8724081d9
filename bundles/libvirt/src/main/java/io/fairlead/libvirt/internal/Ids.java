package io.fairlead.libvirt.internal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** UUIDs, as libvirt writes them: in lower case. */
final class Ids {

    private static final Pattern FORM = Pattern
            .compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private Ids() {
    }

    static Optional<UUID> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Those that stand at the beginning of a line each. */
    static List<UUID> list(String lines) {
        return lines.lines().map(line -> line.strip().split("\\s", 2)[0]).flatMap(word -> parse(word).stream())
                .toList();
    }
}
