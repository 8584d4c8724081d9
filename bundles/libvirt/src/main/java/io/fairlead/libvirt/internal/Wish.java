package io.fairlead.libvirt.internal;

import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.PciAddress;
import io.fairlead.api.Printable;
import io.fairlead.api.VfAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/**
 * What a guest's metadata wishes for one of its VFs.
 *
 * @param mac the interface that it is about, or else
 * @param function the host's device that it is about
 * @param wanted trust, spoof check, link state, rates
 */
record Wish(Optional<MacAddress> mac, Optional<PciAddress> function, VfAttributes wanted) {

    private static final Pattern RATE = Pattern.compile("[0-9]{1,9}");

    /**
     * The wishes of a guest.
     *
     * @param list those that are understood
     * @param notes what is not, one sentence each
     */
    record Wishes(List<Wish> list, List<String> notes) {
    }

    /** Those in {@code <metadata>} of a {@code <domain>}: {@code <guest xmlns="urn:fairlead:libvirt:1">}. */
    static Wishes of(Element domain) {
        Wishes wishes = new Wishes(new ArrayList<>(), new ArrayList<>());
        Xml.children(domain, "metadata").flatMap(Xml::children)
                .filter(element -> Xml.NAMESPACE.equals(element.getNamespaceURI())
                        && "guest".equals(element.getLocalName()))
                .flatMap(Xml::children).forEach(element -> read(element, wishes));
        return wishes;
    }

    private static void read(Element element, Wishes into) {
        Reader reader = new Reader(element, into.notes());
        Optional<MacAddress> mac = Optional.empty();
        Optional<PciAddress> function = Optional.empty();
        switch (element.getLocalName()) {
            case "interface" -> mac = reader.value("mac", MacAddress::parse);
            case "hostdev" -> function = reader.value("pci", PciAddress::parse);
            default -> {
                into.notes().add("its metadata has an element %s, which is no wish: there are interface and hostdev"
                        .formatted(Printable.quoted(element.getLocalName())));
                return;
            }
        }
        VfAttributes wanted = new VfAttributes(Optional.empty(), Optional.empty(),
                reader.value("spoofCheck", Wish::onOff), reader.value("trust", Wish::onOff),
                reader.value("linkState", Wish::linkState), reader.value("minRate", Wish::rate),
                reader.value("maxRate", Wish::rate));
        reader.noteOthers();
        if (mac.isPresent() || function.isPresent()) {
            into.list().add(new Wish(mac, function, wanted));
        } else {
            into.notes().add("a wish in its metadata does not say for which %s: it needs %s"
                    .formatted(element.getLocalName(),
                            element.getLocalName().equals("interface") ? "mac='…'" : "pci='…'"));
        }
    }

    private static Optional<Boolean> onOff(String text) {
        return switch (text) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<LinkState> linkState(String text) {
        return switch (text) {
            case "auto" -> Optional.of(LinkState.AUTO);
            case "on" -> Optional.of(LinkState.ON);
            case "off" -> Optional.of(LinkState.OFF);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> rate(String text) {
        return RATE.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** Takes attributes of an element, and notes those with a value that cannot be, and those that nobody asked for. */
    private record Reader(Element element, List<String> notes, List<String> known) {

        Reader(Element element, List<String> notes) {
            this(element, notes, new ArrayList<>());
        }

        <T> Optional<T> value(String name, Function<String, Optional<T>> parse) {
            known.add(name);
            Optional<String> text = Xml.attribute(element, name);
            Optional<T> value = text.flatMap(parse);
            if (text.isPresent() && value.isEmpty()) {
                notes.add("a wish in its metadata has %s=%s, which is not understood".formatted(name,
                        Printable.quoted(text.get())));
            }
            return value;
        }

        void noteOthers() {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                Attr attribute = (Attr) element.getAttributes().item(i);
                if (attribute.getNamespaceURI() == null && !known.contains(attribute.getName())) {
                    notes.add("a wish in its metadata has %s, which is not known: there are %s"
                            .formatted(Printable.quoted(attribute.getName().toLowerCase(Locale.ROOT)),
                                    String.join(", ", known)));
                }
            }
        }
    }
}
