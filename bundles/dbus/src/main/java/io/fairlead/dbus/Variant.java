package io.fairlead.dbus;

/**
 * A value to be sent as a variant.
 *
 * @param signature its D-Bus type, one complete type: {@code b}, {@code as}
 * @param value in plain Java, as {@link SystemBus} says
 */
public record Variant(String signature, Object value) {
}
