package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.PciAddress;
import io.fairlead.api.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Values as other programs write them. */
final class Values {

    private Values() {
    }

    static Optional<Long> number(String text, long least, long most) {
        if (!text.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    }

    /** As systemd and YAML 1.1 have it (parse_boolean() in systemd's parse-util.c). */
    static Optional<Boolean> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "y", "true", "t", "on" -> Optional.of(true);
            case "0", "no", "n", "false", "f", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Whether an interface can be named so: what the kernel takes (dev_valid_name() in net/core/dev.c), and no pattern. */
    static boolean isInterface(String name) {
        return name.matches("[!-~&&[^/:*?\\[\\]!%]]{1,15}") && !List.of(".", "..").contains(name);
    }

    static boolean isPci(String text) {
        return PciAddress.parse(text).isPresent();
    }

    static String shown(String text) {
        return Printable.quoted(text);
    }
}
