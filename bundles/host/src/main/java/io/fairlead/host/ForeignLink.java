package io.fairlead.host;

/**
 * A network interface in a network namespace other than the host's.
 *
 * @param namespace as {@code ip netns} names it, else {@code of pid N}
 * @param link the interface as that namespace shows it; its {@link Link#lower()} is set only where what it lies on is in
 *            another namespace, and then is an index of that one, most often of the host's
 */
public record ForeignLink(String namespace, Link link) {
}
