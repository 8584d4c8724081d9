package io.fairlead.launcher;

import java.io.Console;
import java.util.Optional;

/** Whether somebody sits at this process's terminal. */
final class AtTerminal {

    private AtTerminal() {
    }

    static boolean is() {
        // Null without a terminal, as a runtime without jdk.internal.le has it.
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
