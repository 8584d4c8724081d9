package io.fairlead.networkmanager.internal;

import io.fairlead.api.Printable;
import io.fairlead.host.HostPath;

/**
 * A line of a file of the host.
 *
 * @param file which file
 * @param line its number, from 1; 0 for the file as a whole
 * @param text what it says
 */
record Place(HostPath file, int line, String text) {

    /** {@code /etc/NetworkManager/conf.d/x.conf line 3}, for a message. */
    @Override
    public String toString() {
        return Printable.of(file.toString()) + (line == 0 ? "" : " line " + line);
    }

    /** The same with what it says. */
    String quoted() {
        return text.isEmpty() ? toString() : "%s, %s".formatted(this, Printable.quoted(text));
    }
}
