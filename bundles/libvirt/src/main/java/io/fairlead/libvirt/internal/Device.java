package io.fairlead.libvirt.internal;

import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.libvirt.GuestFunction.Way;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A device in a guest's definition that may be a VF.
 *
 * @param way how it is asked for
 * @param mac of an interface
 * @param network of an interface that comes from one
 * @param function the host's device, where it is named
 */
record Device(Way way, Optional<MacAddress> mac, Optional<String> network, Optional<PciAddress> function) {

    /** The devices of a {@code <domain>}. */
    static Stream<Device> of(Element domain) {
        return Xml.children(domain, "devices").flatMap(Xml::children)
                .flatMap(element -> switch (element.getTagName()) {
                    case "interface" -> nic(element).stream();
                    case "hostdev" -> hostdev(element).stream();
                    default -> Stream.empty();
                });
    }

    private static Optional<Device> nic(Element element) {
        Optional<MacAddress> mac = Xml.child(element, "mac").flatMap(at -> Xml.attribute(at, "address"))
                .flatMap(MacAddress::parse);
        Optional<Element> source = Xml.child(element, "source");
        return switch (element.getAttribute("type")) {
            case "network" -> Optional.of(new Device(Way.POOL, mac,
                    source.flatMap(from -> Xml.attribute(from, "network")), Optional.empty()));
            case "hostdev" -> Optional.of(new Device(Way.INTERFACE, mac, Optional.empty(), function(source)));
            default -> Optional.empty();
        };
    }

    private static Optional<Device> hostdev(Element element) {
        return element.getAttribute("type").equals("pci")
                ? Optional.of(new Device(Way.HOSTDEV, Optional.empty(), Optional.empty(),
                        function(Xml.child(element, "source"))))
                : Optional.empty();
    }

    private static Optional<PciAddress> function(Optional<Element> source) {
        return source.flatMap(from -> Xml.child(from, "address")).flatMap(Xml::address);
    }
}
