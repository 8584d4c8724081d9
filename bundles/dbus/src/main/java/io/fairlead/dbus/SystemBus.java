package io.fairlead.dbus;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one connection to the host's system bus. It is made when it is first needed, and made again by itself when it was
 * lost; nobody else opens one.
 *
 * <p>Values are plain Java: {@code b} is {@link Boolean}; {@code y n q i} are {@link Integer}; {@code u x t} are
 * {@link Long} ({@code t} as its bits); {@code d} is {@link Double}; {@code s o g} are {@link String}; arrays and structs
 * are {@link List}, arrays of dict entries {@link Map}. A variant that is received is the value in it; one that is sent
 * is a {@link Variant}, which names its type.
 *
 * <p>A peer is trusted only when root owns its well-known name: the answer of any other is a
 * {@link BusException.Reason#UNTRUSTED} and its signals are dropped. The bus itself is trusted whoever it runs as.
 *
 * <p>All methods may be called from any thread, a listener's too, and none waits longer than its bound; those without
 * one do not wait. What cannot be sent, because a name or a value is not one of D-Bus, is an
 * {@link IllegalArgumentException}.
 */
@ProviderType
public interface SystemBus {

    /** How the connection stands, without trying anything. */
    BusStatus status();

    /**
     * Calls a method and waits for its answer. A peer that can be activated is not: who is not running is
     * {@link BusException.Reason#NO_PEER}.
     *
     * @param bound the longest that it may take, connecting included
     * @return the values of the answer, one for each complete type
     * @throws BusException as its reason says
     */
    List<Object> call(BusCall call, Duration bound);

    /**
     * One property of an object, by {@code org.freedesktop.DBus.Properties.Get}.
     *
     * @throws BusException as its reason says
     */
    Object property(BusObject object, String name, Duration bound);

    /**
     * All properties of an object's interface, by {@code GetAll}.
     *
     * @throws BusException as its reason says
     */
    Map<String, Object> properties(BusObject object, Duration bound);

    /**
     * Sets a property.
     *
     * @throws BusException as its reason says
     */
    void setProperty(BusObject object, String name, Variant value, Duration bound);

    /**
     * Who owns a well-known name now; empty when nobody does.
     *
     * @throws BusException {@code NO_BUS}
     */
    Optional<Peer> owner(String name, Duration bound);

    /**
     * Hears a peer's signals until closed; across restarts of the peer and losses of the bus. The listener is called in
     * one thread of this bundle, in the order of the signals; one that throws is logged, and still called next time. What
     * was sent while the bus was lost is not heard: listen to {@link #watch} too, and read the state again.
     *
     * <p>A signal that is brought about by a call made after this one is heard.
     */
    Subscription listen(SignalMatch match, Consumer<Signal> listener);

    /**
     * Hears who owns a name: at once, and at each change, the loss of the bus among them (empty). Called like a
     * listener of signals. When signals were lost, because listeners did not keep up, it is called as if the owner had
     * left and come back.
     *
     * <p>A daemon may take its name before it has its objects, as NetworkManager does when it starts: a call right then
     * is {@code REFUSED}.
     */
    Subscription watch(String name, Consumer<Optional<Peer>> listener);

    /** What ends with {@link #close}; closing twice does nothing. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
