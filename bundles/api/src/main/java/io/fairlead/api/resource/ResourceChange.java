package io.fairlead.api.resource;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change that would bring one resource to its desired state. Values are plain data: {@link String}, {@link Long},
 * {@link Boolean}, {@link java.util.List} and {@link Map} of these, so that a change outlives its process.
 *
 * @param id which resource
 * @param before its value now, complete: what the change destroys can be made again from it
 * @param after its value then; empty when it is to go
 * @param effects what else happens
 * @param follows what has to be done before it, when that is to be changed too; by kinds of {@link ResourceKinds}
 * @param precedes what it has to be done before, when that is to be changed too
 */
public record ResourceChange(ResourceId id, Map<String, Object> before, Map<String, Object> after,
        List<Effect> effects, Set<ResourceId> follows, Set<ResourceId> precedes) {

    /** Whether this has an effect of a kind. */
    public boolean has(Effect.Kind kind) {
        return effects.stream().anyMatch(effect -> effect.kind() == kind);
    }
}
