package io.fairlead.dbus.internal;

import io.fairlead.dbus.BusException;
import io.fairlead.dbus.BusException.Reason;
import io.fairlead.dbus.Peer;
import io.fairlead.dbus.Signal;
import io.fairlead.dbus.SignalMatch;
import io.fairlead.dbus.SystemBus.Subscription;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who listens to what. The owners of names are followed in the reading thread, in the order in which the bus tells of
 * them and of their signals; the listeners' thread asks for an owner's user, once, and drops what is not root's.
 */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final String OWNER_CHANGED = "NameOwnerChanged";
    private static final String NOBODY = "";

    private final Dispatcher dispatcher;
    private final MatchRules rules = new MatchRules(this::ownerAnswered);
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private final List<Watching> watchers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean overflowed = new AtomicBoolean();
    private volatile BusConnection connection;

    /** The unique name behind each followed name, as the reading thread knows it. */
    private final Map<String, String> owners = new ConcurrentHashMap<>();
    /** The same with their users. In the listeners' thread alone. */
    private final Map<String, Optional<Peer>> peers = new HashMap<>();

    Subscriptions(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    private record Listening(SignalMatch match, Consumer<Signal> listener, AtomicBoolean closed) {

        boolean hears(Received signal) {
            return !closed.get() && match.interfaceName().equals(signal.interfaceName())
                    && match.member().equals(signal.name())
                    && match.path().map(path -> path.equals(signal.path())).orElse(true);
        }
    }

    /** Somebody who watches a name, and what was last told, which is touched in the listeners' thread alone. */
    private static final class Watching {

        private final String name;
        private final Consumer<Optional<Peer>> listener;
        private final AtomicBoolean closed = new AtomicBoolean();
        private Optional<Optional<Peer>> told = Optional.empty();

        Watching(String name, Consumer<Optional<Peer>> listener) {
            this.name = name;
            this.listener = listener;
        }

        void tell(Optional<Peer> owner) {
            if (!closed.get() && !told.equals(Optional.of(owner))) {
                told = Optional.of(owner);
                guarded(() -> listener.accept(owner));
            }
        }
    }

    Subscription listen(SignalMatch match, Consumer<Signal> listener) {
        Listening listening = new Listening(match, listener, new AtomicBoolean());
        listeners.add(listening);
        follow(match.sender());
        rules.add(MatchRules.of(match));
        return () -> {
            if (listening.closed().compareAndSet(false, true)) {
                listeners.remove(listening);
                rules.remove(MatchRules.of(match));
                unfollow(match.sender());
            }
        };
    }

    Subscription watch(String name, Consumer<Optional<Peer>> listener) {
        Watching watching = new Watching(name, listener);
        watchers.add(watching);
        follow(name);
        // When it is not known yet, the bus's answer or its absence will tell.
        dispatcher.later(() -> Optional.ofNullable(peers.get(name)).ifPresent(watching::tell));
        return () -> {
            if (watching.closed.compareAndSet(false, true)) {
                watchers.remove(watching);
                unfollow(name);
            }
        };
    }

    private void follow(String name) {
        rules.follow(name, () -> owners.put(name, NOBODY));
    }

    private void unfollow(String name) {
        rules.unfollow(name, () -> {
            owners.remove(name);
            dispatcher.later(() -> peers.remove(name));
        });
    }

    /** A new connection, before anybody else may use it. In the reading thread, as all that follows to {@link #heard}. */
    void attach(BusConnection made) throws IOException {
        connection = made;
        rules.attach(made);
    }

    /** There is no connection any more, or none could be made. */
    void detach() {
        rules.detach();
        owners.keySet().forEach(name -> ownerIs(name, NOBODY));
    }

    /** Whether a signal is to be read at all: anybody may send us one. */
    boolean wants(Received signal) {
        return isOwnerChange(signal)
                || (owners.containsValue(signal.sender()) && listeners.stream().anyMatch(one -> one.hears(signal)));
    }

    void heard(Received signal) {
        if (isOwnerChange(signal)) {
            try {
                List<Object> values = signal.values();
                ownerIs((String) values.getFirst(), (String) values.getLast());
            } catch (Received.Malformed | ClassCastException e) {
                LOG.warn("The system bus sent a malformed {}.", OWNER_CHANGED, e);
            }
        }
        if (listeners.stream().anyMatch(one -> one.hears(signal))
                && !dispatcher.later(signal, () -> deliver(signal))
                && overflowed.compareAndSet(false, true)) {
            LOG.warn("More signals of the system bus wait than are taken, and some are lost; those who listen are told"
                    + " to look again.");
            dispatcher.later(this::tellToLookAgain);
        }
    }

    private static boolean isOwnerChange(Received signal) {
        return signal.isFrom(BusDriver.NAME) && signal.interfaceName().equals(BusDriver.NAME)
                && signal.name().equals(OWNER_CHANGED);
    }

    private void ownerAnswered(String name, Received answer) {
        try {
            ownerIs(name, answer.isError() ? NOBODY : (String) answer.values().getFirst());
        } catch (Received.Malformed | ClassCastException e) {
            LOG.warn("The system bus did not say rightly who owns {}.", name, e);
        }
    }

    private void ownerIs(String name, String uniqueName) {
        if (owners.replace(name, uniqueName) != null) {
            BusConnection over = connection;
            dispatcher.later(() -> announce(name, uniqueName, over));
        }
    }

    private void announce(String name, String uniqueName, BusConnection over) {
        Optional<Peer> owner = uniqueName.equals(NOBODY) ? Optional.empty() : peer(uniqueName, over);
        if (owners.containsKey(name)) {
            peers.put(name, owner);
            watchers.stream().filter(one -> one.name.equals(name)).forEach(one -> one.tell(owner));
        }
    }

    private static Optional<Peer> peer(String uniqueName, BusConnection over) {
        try {
            return over.driver().peer(uniqueName, BusConnection.ownDeadline());
        } catch (BusException e) {
            if (e.reason() == Reason.NO_BUS) {
                // It is lost, or does not answer: the next connection tells anew.
                over.close(new IOException(e.getMessage(), e));
            } else {
                LOG.warn("It cannot be told who {} on the system bus is: {}.", uniqueName, e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** As if all had left the bus and come back, for those who read the state then. */
    private void tellToLookAgain() {
        overflowed.set(false);
        for (Watching watching : watchers) {
            Optional<Peer> owner = peers.getOrDefault(watching.name, Optional.empty());
            watching.tell(Optional.empty());
            watching.tell(owner);
        }
    }

    private void deliver(Received message) {
        try {
            Signal signal = null;
            for (Listening one : listeners) {
                if (one.hears(message) && isFromTrusted(message, one.match().sender())) {
                    signal = signal != null
                            ? signal
                            : new Signal(message.path(), message.interfaceName(), message.name(), message.values());
                    Signal heard = signal;
                    guarded(() -> one.listener().accept(heard));
                }
            }
        } catch (Received.Malformed e) {
            LOG.warn("A signal {} of {} cannot be read: {}.", message.name(), message.interfaceName(), e.getMessage());
        }
    }

    private boolean isFromTrusted(Received message, String name) {
        return peers.getOrDefault(name, Optional.empty())
                .filter(peer -> BusDriver.isTrusted(peer) && message.isFrom(peer.uniqueName())).isPresent();
    }

    /** One listener's failure is not another's. */
    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("Somebody who listens to the system bus failed.", e);
        }
    }
}
