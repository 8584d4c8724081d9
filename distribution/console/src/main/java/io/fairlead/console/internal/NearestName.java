package io.fairlead.console.internal;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the command that somebody meant. */
final class NearestName {

    private NearestName() {
    }

    /**
     * The command that takes the fewest edits to become this name, where those are no more than half of the name without
     * its scope. Where the name has no scope, scopes do not count.
     */
    static Optional<String> to(String name, Set<String> commands) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int allowed = (wanted.length() - wanted.indexOf(':') - 1) / 2;
        return commands.stream().min(Comparator.comparingInt((String command) -> distance(wanted, command))
                .thenComparing(Comparator.naturalOrder())).filter(nearest -> distance(wanted, nearest) <= allowed);
    }

    private static int distance(String wanted, String command) {
        String comparable = wanted.indexOf(':') < 0 ? command.substring(command.indexOf(':') + 1) : command;
        return edits(wanted, comparable.toLowerCase(Locale.ROOT));
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int edits(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int cheapest(int[][] edits, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int cost = Math.min(edits[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(cost, edits[i - 2][j - 2] + 1) : cost;
    }
}
