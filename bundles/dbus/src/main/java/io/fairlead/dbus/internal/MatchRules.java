package io.fairlead.dbus.internal;

import io.fairlead.dbus.SignalMatch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The match rules that the bus has of us: each once, however many listeners want it, and again on each new connection.
 * They are sent and not waited for: since the bus takes messages in their order, a signal that a later call brings about
 * is heard.
 */
final class MatchRules {

    private static final Logger LOG = LoggerFactory.getLogger(MatchRules.class);

    private final BiConsumer<String, Received> ownerAnswered;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Integer> rules = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private BusConnection connection;

    /**
     * @param ownerAnswered called in the reading thread with a followed name and the bus's answer who owns it
     */
    MatchRules(BiConsumer<String, Received> ownerAnswered) {
        this.ownerAnswered = ownerAnswered;
    }

    static String of(SignalMatch match) {
        return "type='signal',sender='%s',interface='%s',member='%s'%s".formatted(match.sender(), match.interfaceName(),
                match.member(), match.path().map(",path='%s'"::formatted).orElse(""));
    }

    private static String ofOwner(String name) {
        return "type='signal',sender='%1$s',path='%2$s',interface='%1$s',member='NameOwnerChanged',arg0='%3$s'"
                .formatted(BusDriver.NAME, BusDriver.BUS.path(), name);
    }

    /** Sends all rules over a new connection, and asks for the owners of all followed names. */
    void attach(BusConnection made) throws IOException {
        lock.lock();
        try {
            for (String rule : rules.keySet()) {
                send(made, "AddMatch", rule);
            }
            for (String name : names.keySet()) {
                ask(made, name);
            }
            connection = made;
        } finally {
            lock.unlock();
        }
    }

    void detach() {
        lock.lock();
        try {
            connection = null;
        } finally {
            lock.unlock();
        }
    }

    void add(String rule) {
        lock.lock();
        try {
            if (rules.merge(rule, 1, Integer::sum) == 1) {
                whenConnected(to -> send(to, "AddMatch", rule));
            }
        } finally {
            lock.unlock();
        }
    }

    void remove(String rule) {
        lock.lock();
        try {
            if (rules.merge(rule, -1, MatchRules::sumOrNone) == null) {
                whenConnected(to -> send(to, "RemoveMatch", rule));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has the bus tell of a name's owner, now and at each change.
     *
     * @param first done before anything is sent, when nobody followed the name yet
     */
    void follow(String name, Runnable first) {
        lock.lock();
        try {
            if (names.merge(name, 1, Integer::sum) == 1) {
                first.run();
                add(ofOwner(name));
                whenConnected(to -> ask(to, name));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a {@link #follow}.
     *
     * @param last done when nobody follows the name any more
     */
    void unfollow(String name, Runnable last) {
        lock.lock();
        try {
            if (names.merge(name, -1, MatchRules::sumOrNone) == null) {
                remove(ofOwner(name));
                last.run();
            }
        } finally {
            lock.unlock();
        }
    }

    private static Integer sumOrNone(int one, int other) {
        return one + other == 0 ? null : one + other;
    }

    private interface Sending {
        void over(BusConnection to) throws IOException;
    }

    /** A connection that does not take a rule is given up: the next one gets them all. */
    private void whenConnected(Sending sending) {
        if (connection == null) {
            return;
        }
        try {
            sending.over(connection);
        } catch (IOException e) {
            connection.close(e);
        }
    }

    private static void send(BusConnection to, String member, String rule) throws IOException {
        to.send(BusDriver.NAME, BusDriver.BUS.call(member, "s", rule), BusConnection.ownDeadline(), answer -> {
            if (answer.isError()) {
                LOG.warn("The system bus answers {} of {} with {}: {}.", member, rule, answer.name(),
                        answer.errorText().orElse("no more is said"));
            }
        });
    }

    private void ask(BusConnection to, String name) throws IOException {
        to.send(BusDriver.NAME, BusDriver.ownerQuestion(name), BusConnection.ownDeadline(),
                answer -> ownerAnswered.accept(name, answer));
    }
}
