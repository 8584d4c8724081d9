package io.fairlead.libvirt.internal;

import io.fairlead.api.PciAddress;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads libvirt's documents. What they hold is guests' owners' text: no DOCTYPE, so no entities, and 4 MiB at the most. */
final class Xml {

    /** As long as libvirt's own protocol lets a document be (VIR_NET_MESSAGE_STRING_MAX, src/rpc/virnetprotocol.x). */
    static final int MOST_BYTES = 4 << 20;

    /** Of what Fairlead puts into others' documents, and looks for there. */
    static final String NAMESPACE = "urn:fairlead:libvirt:1";

    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private Xml() {
    }

    /** The document's element; empty for what is too long, has a DOCTYPE, or is no document of this name. */
    static Optional<Element> parse(String text, String name) {
        if (text.length() > MOST_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.empty();
        }
        try {
            DocumentBuilder builder = builder();
            builder.setErrorHandler(new DefaultHandler());
            Element root = builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
            return Optional.of(root).filter(element -> name.equals(element.getLocalName()));
        } catch (SAXException | IOException _) {
            return Optional.empty();
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            return factory.newDocumentBuilder();
        } catch (ParserConfigurationException e) {
            // Java's own parser, of which this is said, has them all
            throw new IllegalStateException(e);
        }
    }

    /** The element's child elements. */
    static Stream<Element> children(Element of) {
        NodeList nodes = of.getChildNodes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    /** Its child elements of a name, libvirt's own, which have no namespace. */
    static Stream<Element> children(Element of, String name) {
        return children(of).filter(child -> child.getNamespaceURI() == null && name.equals(child.getLocalName()));
    }

    static Optional<Element> child(Element of, String name) {
        return children(of, name).findFirst();
    }

    static Optional<String> attribute(Element of, String name) {
        return of.hasAttribute(name) ? Optional.of(of.getAttribute(name)) : Optional.empty();
    }

    static Optional<String> text(Element of, String name) {
        return child(of, name).map(Element::getTextContent);
    }

    /** {@code <address domain='0x0000' bus='0x01' slot='0x10' function='0x2'/>}. */
    static Optional<PciAddress> address(Element address) {
        try {
            return PciAddress.parse("%04x:%02x:%02x.%x".formatted(number(address, "domain"), number(address, "bus"),
                    number(address, "slot"), number(address, "function")));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static long number(Element address, String name) {
        return Long.decode(address.getAttribute(name));
    }

    /** The text as content or attribute of a document. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;")
                .replace("\"", "&quot;");
    }
}
