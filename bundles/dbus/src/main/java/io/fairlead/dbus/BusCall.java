package io.fairlead.dbus;

import java.util.List;

/**
 * A call of a method.
 *
 * @param object whose
 * @param member the method
 * @param signature the D-Bus signature of the arguments, empty for none
 * @param arguments one for each complete type of the signature
 */
public record BusCall(BusObject object, String member, String signature, List<Object> arguments) {
}
