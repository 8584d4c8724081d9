package io.fairlead.api.resource;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change that would bring one resource to its desired state.
 *
 * @param id which resource
 * @param before its value now, complete: what the change destroys can be made again from it
 * @param after its value then; empty when it is to go
 * @param effects what else happens
 * @param follows what has to be done first, when it is to be changed too
 */
public record ResourceChange(ResourceId id, Map<String, Object> before, Map<String, Object> after,
        List<Effect> effects, Set<ResourceId> follows) {
}
