package io.fairlead.shell.internal.host;

import io.fairlead.api.ClientSide;
import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Lifecycle.Progress;
import java.io.PrintStream;
import java.util.function.Consumer;

/** How far a change is, a line for each: on a terminal it is written anew with each step, elsewhere it tells the first. */
final class ProgressLines implements Consumer<Progress>, AutoCloseable {

    private static final int DEFAULT_WIDTH = 80;
    /** To the line's start, and erase it (ECMA-48, EL). */
    private static final String ANEW = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private int last;
    private boolean open;

    ProgressLines(PrintStream out, ClientSide client) {
        this.out = out;
        this.terminal = client.terminal();
        this.width = width(client.environment().getOrDefault("COLUMNS", ""));
    }

    private static int width(String columns) {
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }

    @Override
    public void accept(Progress step) {
        boolean same = step.number() != 0 && step.number() == last;
        String line = Printable.of(step.number() == 0
                ? step.what()
                : "%d/%d %s".formatted(step.number(), step.of(), step.what()));
        if (terminal) {
            if (!same) {
                close();
            }
            out.print(ANEW + cut(line));
            out.flush();
            open = true;
        } else if (!same) {
            out.println(line);
        }
        last = step.number();
    }

    /** A line that wraps cannot be written anew. */
    private String cut(String line) {
        int length = line.codePointCount(0, line.length());
        return length < width ? line : line.substring(0, line.offsetByCodePoints(0, width - 2)) + "…";
    }

    /** Ends the line that was begun. */
    @Override
    public void close() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
