package io.fairlead.dbus.internal;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.BusStatus;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus;
import io.fairlead.dbus.Variant;
import io.fairlead.host.HostPath;
import io.fairlead.host.Sockets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The system bus of the host. */
@Component
public final class DbusSystemBus implements SystemBus {

    /** D-Bus specification, "System message bus". Not where the environment says: who sets that is not asked for a root tool. */
    static final HostPath SOCKET = HostPath.RUN.resolve("dbus/system_bus_socket");

    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    private final Dispatcher dispatcher = new Dispatcher();
    private final Subscriptions subscriptions = new Subscriptions(dispatcher);
    private final BusLink link;

    /** The bus of this host; nothing is connected yet. */
    @Activate
    public DbusSystemBus(@Reference Sockets sockets) {
        link = new BusLink(sockets, SOCKET, subscriptions);
    }

    /** Ends the connection and both threads; who waits for an answer is told. */
    @Deactivate
    public void deactivate() {
        link.close();
        dispatcher.close();
    }

    @Override
    public BusStatus status() {
        return link.status();
    }

    @Override
    public List<Object> call(BusCall call, Duration bound) {
        requireValid(call);
        Deadline deadline = Deadline.in(bound);
        BusConnection connection = link.connection(deadline);
        String receiver = receiver(connection, call.object().destination(), deadline);
        Received answer = connection.call(receiver, call, deadline);
        if (answer.isError()) {
            throw Errors.of(call, answer);
        }
        try {
            return answer.values();
        } catch (Received.Malformed e) {
            throw Errors.unreadable(call, e);
        }
    }

    private static void requireValid(BusCall call) {
        requireValid(call.object());
        Names.requireMember(call.member());
        Values.toLibrary(call.signature(), call.arguments());
    }

    private static void requireValid(BusObject object) {
        Names.requireBusName(object.destination());
        Names.requirePath(object.path());
        Names.requireInterface(object.interfaceName());
    }

    /** The unique name, so that who answers is who was looked at. */
    private static String receiver(BusConnection connection, String name, Deadline deadline) {
        if (name.equals(BusDriver.NAME)) {
            return name;
        }
        Peer owner = connection.driver().owner(name, deadline).orElseThrow(() -> Errors.noPeer(name));
        if (!BusDriver.isTrusted(owner)) {
            throw Errors.untrusted(name, owner.uid());
        }
        return owner.uniqueName();
    }

    @Override
    public Object property(BusObject object, String name, Duration bound) {
        BusCall get = object.as(PROPERTIES).call("Get", "ss", object.interfaceName(), name);
        return only(get, call(get, bound), Object.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, Object> properties(BusObject object, Duration bound) {
        BusCall getAll = object.as(PROPERTIES).call("GetAll", "s", object.interfaceName());
        return only(getAll, call(getAll, bound), Map.class);
    }

    /** A peer may answer with other types than it should. */
    private static <T> T only(BusCall call, List<Object> values, Class<T> type) {
        if (values.size() != 1 || !type.isInstance(values.getFirst())) {
            throw Errors.unreadable(call, new Received.Malformed("it has other values than it should", null));
        }
        return type.cast(values.getFirst());
    }

    @Override
    public void setProperty(BusObject object, String name, Variant value, Duration bound) {
        call(object.as(PROPERTIES).call("Set", "ssv", object.interfaceName(), name, value), bound);
    }

    @Override
    public Optional<Peer> owner(String name, Duration bound) {
        Names.requireBusName(name);
        Deadline deadline = Deadline.in(bound);
        return link.connection(deadline).driver().owner(name, deadline);
    }

    @Override
    public Subscription listen(SignalMatch match, Consumer<Signal> listener) {
        Names.requireBusName(match.sender());
        match.path().ifPresent(Names::requirePath);
        Names.requireInterface(match.interfaceName());
        Names.requireMember(match.member());
        Subscription subscription = subscriptions.listen(match, listener);
        link.want();
        return subscription;
    }

    @Override
    public Subscription watch(String name, Consumer<Optional<Peer>> listener) {
        Names.requireBusName(name);
        Subscription subscription = subscriptions.watch(name, listener);
        link.want();
        return subscription;
    }
}
