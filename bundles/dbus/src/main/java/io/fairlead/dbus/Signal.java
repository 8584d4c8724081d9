package io.fairlead.dbus;

import java.util.List;

/**
 * A signal that was heard.
 *
 * @param path the object that sent it
 * @param interfaceName the interface
 * @param member the signal
 * @param values its values, in plain Java
 */
public record Signal(String path, String interfaceName, String member, List<Object> values) {
}
