package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.resource.Declaration;
import java.util.List;

/**
 * A document that was read.
 *
 * @param declaration the sections; those of {@code waiting} too, of which only is known that they are mappings: other
 *            sections' providers would else take for undeclared what only waits
 * @param settings the manager's own
 * @param waiting the sections in it that no provider is there for, in the document's order
 */
public record Declared(Declaration declaration, Settings settings, List<String> waiting) {
}
