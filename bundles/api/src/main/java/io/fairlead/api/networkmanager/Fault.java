package io.fairlead.api.networkmanager;

/**
 * Something in NetworkManager's configuration that works against us.
 *
 * @param file the file
 * @param line in it, from 1; 0 where no single line is meant
 * @param what one phrase
 */
public record Fault(String file, int line, String what) {

    /** {@code /etc/NetworkManager/conf.d/x.conf line 3: …}. */
    public String describe() {
        return line == 0 ? "%s: %s".formatted(file, what) : "%s line %d: %s".formatted(file, line, what);
    }
}
