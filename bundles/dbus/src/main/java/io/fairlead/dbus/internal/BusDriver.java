package io.fairlead.dbus.internal;

import io.fairlead.dbus.BusCall;
import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.BusObject;
import io.fairlead.dbus.Peer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * What the bus itself answers (D-Bus specification, "Message Bus Messages"). Who a unique name is is asked once: a bus
 * never gives one out twice.
 */
final class BusDriver {

    /** The bus's own name, well-known and unique at once. It is trusted whoever it runs as: it tells who the others are. */
    static final String NAME = "org.freedesktop.DBus";
    static final BusObject BUS = new BusObject(NAME, "/org/freedesktop/DBus", NAME);
    private static final String NO_OWNER = "org.freedesktop.DBus.Error.NameHasNoOwner";
    private static final int MOST_USERS = 64;

    private final BusConnection connection;
    private final Map<String, Long> users = new LinkedHashMap<>();

    BusDriver(BusConnection connection) {
        this.connection = connection;
    }

    /** Who owns a name now. */
    Optional<Peer> owner(String name, Deadline deadline) {
        return ask(ownerQuestion(name), deadline).flatMap(owner -> peer((String) owner, deadline));
    }

    static BusCall ownerQuestion(String name) {
        return BUS.call("GetNameOwner", "s", name);
    }

    /** The connection of a unique name; empty when it left. */
    Optional<Peer> peer(String uniqueName, Deadline deadline) {
        Long known = known(uniqueName);
        if (known != null) {
            return Optional.of(new Peer(uniqueName, known));
        }
        return ask(BUS.call("GetConnectionUnixUser", "s", uniqueName), deadline).map(uid -> {
            remember(uniqueName, (Long) uid);
            return new Peer(uniqueName, (Long) uid);
        });
    }

    static boolean isTrusted(Peer peer) {
        return peer.isTrusted() || peer.uniqueName().equals(NAME);
    }

    private Long known(String uniqueName) {
        synchronized (users) {
            return users.get(uniqueName);
        }
    }

    private void remember(String uniqueName, long uid) {
        synchronized (users) {
            if (users.size() >= MOST_USERS) {
                users.remove(users.keySet().iterator().next());
            }
            users.put(uniqueName, uid);
        }
    }

    /** The only value of the answer; empty when the name has no owner. */
    private Optional<Object> ask(BusCall question, Deadline deadline) {
        Received answer = answer(question, deadline);
        if (answer.isError()) {
            if (answer.name().equals(NO_OWNER)) {
                return Optional.empty();
            }
            throw Errors.of(question, answer);
        }
        try {
            List<Object> values = answer.values();
            return Optional.of(values.getFirst());
        } catch (Received.Malformed e) {
            throw Errors.unreadable(question, e);
        }
    }

    /** Not to answer is the bus's failing here, not that of the peer that was asked about. */
    private Received answer(BusCall question, Deadline deadline) {
        try {
            return connection.call(NAME, question, deadline);
        } catch (BusException e) {
            if (e.reason() == Reason.TIMEOUT) {
                throw new BusException(Reason.NO_BUS, e.getCause() instanceof TimeoutException
                        ? "the system bus does not answer within %s".formatted(deadline.text())
                        : e.getMessage(), e);
            }
            throw e;
        }
    }
}
