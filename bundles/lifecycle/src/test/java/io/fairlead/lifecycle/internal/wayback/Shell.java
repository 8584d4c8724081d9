package io.fairlead.lifecycle.internal.wayback;

import java.util.List;

/** The shells that the program has to run in: what /bin/sh is on Debian, and on the smallest of hosts with its tools. */
enum Shell {
    DASH("dash"), BUSYBOX("busybox sh");

    private final String command;

    Shell(String command) {
        this.command = command;
    }

    List<String> words() {
        return List.of(command.split(" ", -1));
    }
}
