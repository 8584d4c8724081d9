package io.fairlead.api.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * A document that was tried, and what became of it. The generation that the host is compared with is the one confirmed last.
 *
 * @param number from 1, never used again
 * @param document what was declared
 * @param who the user who applied it, as the operating system knows them
 * @param why what they said it was for
 * @param applied when it was applied
 * @param result what became of it
 * @param ended when it became so
 */
public record Generation(int number, Document document, String who, Optional<String> why, Instant applied,
        Result result, Optional<Instant> ended) {

    /** What became of a generation. */
    public enum Result {
        /** It is being tried. */
        TRIED,
        /** It was confirmed; the last of these is what the host is compared with. */
        CONFIRMED,
        /** It was taken back, by somebody or by its deadline. */
        ROLLED_BACK,
        /** A change failed, and what had been done was taken back. */
        FAILED
    }
}
