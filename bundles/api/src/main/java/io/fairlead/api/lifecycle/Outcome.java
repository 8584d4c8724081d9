package io.fairlead.api.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * What a verb of {@link Lifecycle} did.
 *
 * @param generation which; empty where there was nothing to do
 * @param tried how its try stands; empty when it is ended, confirmed or taken back
 * @param made the changes that were made or taken back, one phrase each, in order
 * @param notes what the user should know, one sentence each
 */
public record Outcome(Optional<Generation> generation, Optional<Try> tried, List<String> made, List<String> notes) {
}
