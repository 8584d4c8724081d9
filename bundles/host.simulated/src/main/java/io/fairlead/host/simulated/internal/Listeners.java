package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who wants to hear of what happens on a machine. They are called one after the other, in a thread that has no lock. */
final class Listeners {

    private final List<Listener> all = new CopyOnWriteArrayList<>();
    private final Executor thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("host events").factory());

    /**
     * Adds one.
     *
     * @param directories those it listens to; none for one that listens to devices
     */
    Listener add(Set<HostPath> directories, Runnable changed) {
        Listener listener = new Listener(directories, changed);
        all.add(listener);
        return listener;
    }

    /** Something changed in or about these directories. */
    void filesChanged(Collection<HostPath> directories) {
        all.stream().filter(listener -> !Collections.disjoint(listener.directories, directories))
                .forEach(Listener::raise);
    }

    /** Something changed with the devices or interfaces. */
    void devicesChanged() {
        all.stream().filter(listener -> listener.directories.isEmpty()).forEach(Listener::raise);
    }

    /** One of them, called once for all that happened until then. */
    final class Listener {

        private final Set<HostPath> directories;
        private final Runnable changed;
        private final AtomicBoolean pending = new AtomicBoolean();

        private Listener(Set<HostPath> directories, Runnable changed) {
            this.directories = directories;
            this.changed = changed;
        }

        private void raise() {
            if (pending.compareAndSet(false, true)) {
                thread.execute(this::call);
            }
        }

        private void call() {
            pending.set(false);
            if (all.contains(this)) {
                changed.run();
            }
        }

        /** Is not called any more. */
        void close() {
            all.remove(this);
        }
    }
}
