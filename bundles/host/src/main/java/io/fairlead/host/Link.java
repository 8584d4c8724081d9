package io.fairlead.host;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network interface.
 *
 * @param index its number in its namespace
 * @param name its name, which may hold any character but a slash and white space
 * @param up whether it is administratively up
 * @param kind what sort of virtual interface it is ({@code macvtap}, {@code vlan}); empty for a device's
 * @param master the bridge, bond or team it is a port of
 * @param lower the number of the interface it lies on, for a VLAN, macvlan or macvtap
 * @param device the PCI function it belongs to, where the kernel tells
 * @param permanentMac the address that its hardware came with, whatever it was set to since; where the kernel tells no other
 *            (before 5.6), the one it has
 * @param addresses its addresses with prefix length, without those the kernel makes up by itself (IPv6 link-local)
 * @param vfs the attributes of its VFs, by index
 */
public record Link(int index, String name, boolean up, Optional<String> kind, Optional<String> master,
        Optional<Integer> lower, Optional<PciAddress> device, Optional<MacAddress> permanentMac,
        List<String> addresses,
        Map<Integer, VfAttributes> vfs) {
}
