package io.fairlead.api.networkmanager;

import java.util.List;

/**
 * Who looks after the host's network.
 *
 * @param state of NetworkManager
 * @param detail its version when it runs, else one sentence on its state
 * @param others who else does: {@code systemd-networkd}, {@code ifupdown}
 */
public record NmStatus(State state, String detail, List<String> others) {

    /** How NetworkManager stands. */
    public enum State {
        /** It answers. */
        RUNNING,
        /** It is installed, and not running. */
        STOPPED,
        /** It is not installed: no error. */
        ABSENT,
        /** It runs, or the bus does not let it be told, and it did not answer within the bound. */
        SILENT
    }
}
