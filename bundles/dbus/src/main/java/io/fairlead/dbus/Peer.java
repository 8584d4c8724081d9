package io.fairlead.dbus;

/**
 * Somebody on the bus.
 *
 * @param uniqueName the connection's own name, {@code :1.42}; a restarted daemon has another
 * @param uid the user that it runs as, 0 to 2^32-1; 0 is root
 */
public record Peer(String uniqueName, long uid) {

    /** Whether root owns it. */
    public boolean isTrusted() {
        return uid == 0;
    }
}
