package io.fairlead.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param text six lower-case hexadecimal octets with colons, {@code 52:54:00:11:22:33}
 */
public record MacAddress(String text) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    /** Refuses a text that is not in the canonical form with {@link IllegalArgumentException}. */
    public MacAddress {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a MAC address: " + text);
        }
    }

    /** Reads six octets with colons or dashes, in either case; anything else is empty. */
    public static Optional<MacAddress> parse(String text) {
        String canonical = text.toLowerCase(Locale.ROOT).replace('-', ':');
        return FORM.matcher(canonical).matches() ? Optional.of(new MacAddress(canonical)) : Optional.empty();
    }

    /** Whether the group bit is set: such an address can be a destination, never a station's own (IEEE 802, 8.2). */
    public boolean multicast() {
        return (Integer.parseInt(text.substring(0, 2), 16) & 1) != 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
