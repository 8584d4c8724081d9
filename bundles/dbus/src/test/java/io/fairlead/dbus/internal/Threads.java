package io.fairlead.dbus.internal;

import java.util.List;

/** The threads of the bundle. */
final class Threads {

    private Threads() {
    }

    static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("fairlead-dbus")).sorted().toList();
    }
}
