package io.fairlead.sriov.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What must be put back, last first. Each step is tried whatever becomes of the others, and whoever interrupts. */
final class UndoStack {

    private final Deque<Runnable> steps = new ArrayDeque<>();

    void push(Runnable step) {
        steps.push(step);
    }

    /** Puts everything back; tells what could not be, one sentence each. */
    List<String> unwind() {
        boolean interrupted = Thread.interrupted();
        List<String> failures = new ArrayList<>();
        while (!steps.isEmpty()) {
            try {
                steps.pop().run();
            } catch (RuntimeException e) {
                failures.add(e.getMessage());
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return failures;
    }
}
