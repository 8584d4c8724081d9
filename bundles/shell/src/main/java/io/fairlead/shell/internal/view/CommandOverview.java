package io.fairlead.shell.internal.view;

import java.util.List;

/**
 * Our commands at a glance.
 *
 * @param lines by name
 */
public record CommandOverview(List<Line> lines) {

    /**
     * One command.
     *
     * @param name with its scope
     * @param summary what it does, in one sentence without a full stop
     * @param examples command lines to learn from
     */
    public record Line(String name, String summary, List<String> examples) {
    }
}
