package io.fairlead.itests.rig;

import java.util.Locale;

/** The releases whose daemons the rig has. */
enum Debian {
    /** Debian 12: systemd 252, NetworkManager 1.42, libvirt 9.0. */
    BOOKWORM,
    /** Debian 13: systemd 257, NetworkManager 1.52, libvirt 11.3. */
    TRIXIE;

    /** As the scripts name it. */
    String suite() {
        return name().toLowerCase(Locale.ROOT);
    }
}
