package io.fairlead.host;

/**
 * A route that somebody added; not one that follows from an address.
 *
 * @param interfaceName the interface it leads through
 * @param destination {@code 198.51.100.0/24} or {@code default}
 */
public record Route(String interfaceName, String destination) {
}
