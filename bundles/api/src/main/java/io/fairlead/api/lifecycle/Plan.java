package io.fairlead.api.lifecycle;

import io.fairlead.api.resource.ResourceChange;
import java.util.List;

/**
 * What would have to change for the host to be as a document declares it.
 *
 * @param changes in the order in which they would be made
 * @param refusals why it could not be applied as the host is now, one sentence each, naming holders; empty when it could
 * @param hit who would notice, one phrase each: guests, processes, interfaces, routes, the connection of who asks
 * @param waiting the sections that no provider is there for
 */
public record Plan(List<ResourceChange> changes, List<String> refusals, List<String> hit, List<String> waiting) {

    /** Whether the host is as declared, as far as it can be told. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }
}
