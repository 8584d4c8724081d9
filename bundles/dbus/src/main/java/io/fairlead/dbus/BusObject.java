package io.fairlead.dbus;

import java.util.List;

/**
 * An interface of an object of a peer.
 *
 * @param destination the peer's well-known name, {@code org.freedesktop.NetworkManager}
 * @param path the object, {@code /org/freedesktop/NetworkManager}
 * @param interfaceName the interface, {@code org.freedesktop.NetworkManager}
 */
public record BusObject(String destination, String path, String interfaceName) {

    /** A call of a method of this object. */
    public BusCall call(String member) {
        return new BusCall(this, member, "", List.of());
    }

    /**
     * A call of a method of this object.
     *
     * @param signature the D-Bus signature of the arguments, {@code ss}
     * @param arguments one for each complete type of the signature
     */
    public BusCall call(String member, String signature, Object... arguments) {
        return new BusCall(this, member, signature, List.of(arguments));
    }

    /** Another object of the same peer, with the same interface. */
    public BusObject at(String otherPath) {
        return new BusObject(destination, otherPath, interfaceName);
    }

    /** Another interface of the same object. */
    public BusObject as(String otherInterface) {
        return new BusObject(destination, path, otherInterface);
    }
}
