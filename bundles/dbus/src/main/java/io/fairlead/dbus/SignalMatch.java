package io.fairlead.dbus;

import java.util.Optional;

/**
 * Which signals to hear.
 *
 * @param sender the peer's well-known name
 * @param path the object, or every one
 * @param interfaceName the interface
 * @param member the signal
 */
public record SignalMatch(String sender, Optional<String> path, String interfaceName, String member) {
}
