package io.fairlead.api.lifecycle;

import java.util.Optional;

/**
 * What two documents declare differently.
 *
 * @param pointer where, as a JSON pointer (RFC 6901): {@code /physicalFunctions/eno4/virtualFunctions}
 * @param before the first's value, as JSON; empty where it has none
 * @param after the second's
 */
public record Difference(String pointer, Optional<String> before, Optional<String> after) {
}
