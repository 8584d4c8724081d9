package io.fairlead.libvirt.internal;

import io.fairlead.api.PciAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.w3c.dom.Element;

/**
 * A network as libvirt describes it.
 *
 * @param name its name
 * @param id its UUID
 * @param hostdev whether it hands out devices of the host
 * @param pfs the PFs that it names. A started one forgets them when libvirt is reloaded (seen on 9.0 and 11.3)
 * @param functions the VFs that it lists
 * @param madeFor our own mark: the PF that Fairlead made it for
 */
record Network(String name, UUID id, boolean hostdev, List<String> pfs, List<PciAddress> functions,
        Optional<String> madeFor) {

    /** Reads a {@code <network>}; empty for what is none. */
    static Optional<Network> parse(String xml) {
        return Xml.parse(xml, "network").flatMap(Network::of);
    }

    private static Optional<Network> of(Element network) {
        Optional<Element> forward = Xml.child(network, "forward");
        Optional<UUID> id = Xml.text(network, "uuid").flatMap(Ids::parse);
        return Xml.text(network, "name").flatMap(name -> id.map(uuid -> new Network(name, uuid,
                forward.flatMap(way -> Xml.attribute(way, "mode")).filter("hostdev"::equals).isPresent(),
                forward.stream().flatMap(way -> Xml.children(way, "pf"))
                        .flatMap(pf -> Xml.attribute(pf, "dev").stream()).toList(),
                forward.stream().flatMap(way -> Xml.children(way, "address"))
                        .flatMap(address -> Xml.address(address).stream()).toList(),
                mark(network))));
    }

    private static Optional<String> mark(Element network) {
        return Xml.children(network, "metadata").flatMap(Xml::children)
                .filter(element -> Xml.NAMESPACE.equals(element.getNamespaceURI())
                        && "pool".equals(element.getLocalName()))
                .flatMap(element -> Xml.attribute(element, "pf").stream()).findFirst();
    }

    /** The document that makes a pool of a PF's VFs. */
    static String document(String name, Optional<UUID> id, String pf) {
        return """
                <network>
                  <name>%s</name>%s
                  <metadata>
                    <fairlead:pool xmlns:fairlead='%s' pf='%s'/>
                  </metadata>
                  <forward mode='hostdev' managed='yes'>
                    <pf dev='%s'/>
                  </forward>
                </network>
                """.formatted(Xml.escaped(name), id.map("\n  <uuid>%s</uuid>"::formatted).orElse(""), Xml.NAMESPACE,
                Xml.escaped(pf), Xml.escaped(pf));
    }
}
