package io.fairlead.systemd.internal;

import java.nio.charset.StandardCharsets;

/** How the units of PFs are called. A PF goes by its interface, or by its PCI address where that has odd characters. */
final class UnitName {

    private UnitName() {
    }

    /** The unit of a PF of this name. */
    static String unit(String name) {
        return "interface-vf@%s.service".formatted(escape(name));
    }

    /** As systemd-escape(1) does: what is no letter, digit, colon, underscore or dot is {@code \xHH}, a first dot too. */
    static String escape(String name) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == ':' || c == '_'
                    || (c == '.' && !escaped.isEmpty()));
            escaped.append(plain ? String.valueOf(c) : c == '/' ? "-" : "\\x%02x".formatted((int) c));
        }
        return escaped.toString();
    }
}
