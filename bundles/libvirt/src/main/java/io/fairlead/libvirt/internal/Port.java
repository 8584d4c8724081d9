package io.fairlead.libvirt.internal;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import java.util.Optional;
import java.util.UUID;

/**
 * A port of a network: what a guest has of it.
 *
 * @param network the network's UUID
 * @param guest the guest's name
 * @param guestId the guest's UUID
 * @param mac the guest's interface
 * @param function the VF
 */
record Port(UUID network, String guest, UUID guestId, Optional<MacAddress> mac, Optional<PciAddress> function) {

    /** Reads a {@code <networkport>} of a network. */
    static Optional<Port> parse(UUID network, String xml) {
        return Xml.parse(xml, "networkport").flatMap(port -> Xml.child(port, "owner")
                .flatMap(owner -> Xml.text(owner, "uuid").flatMap(Ids::parse)
                        .map(id -> new Port(network, Xml.text(owner, "name").orElse("(unnamed)"), id,
                                Xml.child(port, "mac").flatMap(mac -> Xml.attribute(mac, "address"))
                                        .flatMap(MacAddress::parse),
                                Xml.child(port, "plug").flatMap(plug -> Xml.child(plug, "address"))
                                        .flatMap(Xml::address)))));
    }
}
