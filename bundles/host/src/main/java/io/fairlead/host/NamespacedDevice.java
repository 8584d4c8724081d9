package io.fairlead.host;

import io.fairlead.api.PciAddress;

/**
 * A PCI function whose interface is in a network namespace other than the host's.
 *
 * @param device the function
 * @param interfaceName its interface's name there
 * @param namespace as {@code ip netns} names it, else {@code of pid N}
 */
public record NamespacedDevice(PciAddress device, String interfaceName, String namespace) {
}
