package io.fairlead.api.kernel;

import java.util.List;

/**
 * Whether a host is ready for VFs and for giving them to guests.
 *
 * @param lines one for each thing that was looked at
 */
public record Readiness(List<Line> lines) {

    /** Keeps its own copy. */
    public Readiness {
        lines = List.copyOf(lines);
    }

    /** How a line ended. */
    public enum Verdict {
        /** It is as it should be. */
        MET,
        /** It is not, and the line says what to do. */
        NOT_MET,
        /** It could not be found out, and the line says why. */
        CANNOT_TELL
    }

    /**
     * One thing that was looked at.
     *
     * @param subject what, in a word or two
     * @param verdict how it is
     * @param needed whether the host is not ready without it
     * @param text what was found, and what to do
     */
    public record Line(String subject, Verdict verdict, boolean needed, String text) {
    }

    /** Whether every line that is needed is met. */
    public boolean ready() {
        return lines.stream().allMatch(line -> !line.needed() || line.verdict() == Verdict.MET);
    }
}
