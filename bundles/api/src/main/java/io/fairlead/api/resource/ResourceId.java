package io.fairlead.api.resource;

/**
 * Which resource.
 *
 * @param kind what sort, of {@link ResourceKinds} or the provider's own
 * @param name which of its kind, {@code eno4}; empty where there is only one
 */
public record ResourceId(String kind, String name) {

    /** {@code vf-unit eno4}. */
    @Override
    public String toString() {
        return name.isEmpty() ? kind : kind + " " + name;
    }
}
