package io.fairlead.api.resource;

import java.util.List;

/**
 * What a change does beside what it is for.
 *
 * @param kind what happens
 * @param touches who notices, each by one phrase: {@code guest t1}, {@code interface eno4 with address 192.0.2.1/24}
 * @param interfaces the host's network interfaces whose link it may disturb
 */
public record Effect(Kind kind, List<String> touches, List<String> interfaces) {

    /** An effect on no interface. */
    public Effect(Kind kind, List<String> touches) {
        this(kind, touches, List.of());
    }

    /** Whether it is never done to those whom it touches, unless they let go before. */
    public boolean takesAway() {
        return kind == Kind.VFS_DESTROYED || kind == Kind.POOL_STOPPED;
    }

    /** What can happen. */
    public enum Kind {
        /** VFs go away, with their attributes. */
        VFS_DESTROYED,
        /** Who gives out VFs is stopped, and forgets who has one. */
        POOL_STOPPED,
        /** A link goes down and comes up. */
        LINK_FLAP,
        /** A daemon is restarted or reloaded. */
        DAEMON_RESTART,
        /** It is in force only after a reboot. */
        REBOOT_REQUIRED
    }
}
