package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Fault;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * Reads YAML 1.2 with the core schema (chapter 10.3 of the specification), of which JSON is a part, with bounds, and without
 * tags. What is wrong is collected; only a text that is no YAML ends the reading.
 */
public final class TreeReader {

    /** The longest text, in characters. */
    public static final int MOST_CHARACTERS = 1 << 20;

    private static final int DEEPEST = 64;
    /** Ten times what 32 PFs with 128 described VFs each have; aliases count as what they stand for. */
    private static final int MOST_VALUES = 1_000_000;
    private static final String YAML_TAGS = "tag:yaml.org,2002:";

    private final String text;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Tree> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private int values;

    private TreeReader(String text) {
        this.text = text;
    }

    /**
     * What was read.
     *
     * @param documents none where the text could not be read to its end
     * @param faults in the order in which they stand
     */
    public record Parsed(List<Tree> documents, List<Fault> faults) {
    }

    /** Reads all documents of a text. */
    public static Parsed read(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return new Parsed(List.of(), List.of(Place.START.fault(
                    "the document has %d characters, and at most %d are read".formatted(text.length(),
                            MOST_CHARACTERS))));
        }
        // A byte order mark says nothing of a text that is decoded (YAML 1.2.2, 5.2).
        return new TreeReader(text.startsWith("\ufeff") ? text.substring(1) : text).documents();
    }

    private Parsed documents() {
        List<Tree> documents = new ArrayList<>();
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(MOST_CHARACTERS).setVersionFunction(v -> v)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            while (events.hasNext()) {
                if (events.next() instanceof DocumentStartEvent start) {
                    refuseOtherVersion(start);
                    anchors.clear();
                    documents.add(node((NodeEvent) events.next(), events, 0));
                }
            }
            return new Parsed(documents, faults);
        } catch (YamlEngineException notYaml) {
            faults.add(SyntaxSentence.of(notYaml, text));
        } catch (Unreadable why) {
            faults.add(why.fault);
        }
        return new Parsed(List.of(), faults);
    }

    private void refuseOtherVersion(DocumentStartEvent start) {
        start.getSpecVersion().filter(version -> version.getMajor() != 1 || version.getMinor() != 2)
                .ifPresent(version -> add(Place.of(start), "YAML %d.%d is not read here: it has to be YAML 1.2"
                        .formatted(version.getMajor(), version.getMinor())));
    }

    private void add(Place place, String message) {
        faults.add(place.fault(message));
    }

    private Tree node(NodeEvent event, Iterator<Event> events, int depth) {
        if (depth > DEEPEST) {
            throw new Unreadable(
                    Place.of(event)
                            .fault("this is nested deeper than %d levels: no document needs that".formatted(DEEPEST)));
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        String anchor = event.getAnchor().map(Object::toString).orElse("");
        open.add(anchor);
        Tree tree = switch (event) {
            case MappingStartEvent mapping -> mapping(mapping, events, depth);
            case SequenceStartEvent list -> list(list, events, depth);
            case ScalarEvent scalar -> scalar(scalar);
            default -> throw new IllegalStateException("no value begins with " + event);
        };
        open.remove(anchor);
        if (!anchor.isEmpty()) {
            anchors.put(anchor, tree);
        }
        return tree;
    }

    private Tree aliased(AliasEvent event) {
        String name = event.getAlias().toString();
        Place place = Place.of(event);
        Tree tree = anchors.get(name);
        if (open.contains(name)) {
            add(place, "*%s stands within what it stands for: write the value out".formatted(Printable.of(name)));
        } else if (tree == null) {
            add(place, "there is no &%s above for *%s: put it in quotes if it is meant as text"
                    .formatted(Printable.of(name), Printable.of(name)));
        } else {
            count(tree.size(), place);
            return tree;
        }
        return new Tree.Scalar(place, null, "*" + name, false);
    }

    private void count(int more, Place place) {
        values += more;
        if (values > MOST_VALUES) {
            throw new Unreadable(place.fault(
                    "with what its aliases stand for, the document has more than %d values: write out what is needed"
                            .formatted(MOST_VALUES)));
        }
    }

    private Tree mapping(MappingStartEvent start, Iterator<Event> events, int depth) {
        refuseTag(start);
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        int size = 1;
        count(1, Place.of(start));
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            Place place = Place.of(event);
            String key = key((NodeEvent) event, events, depth);
            Tree value = node((NodeEvent) events.next(), events, depth + 1);
            Tree.Entry there = key == null ? null : entries.get(key);
            if (there != null) {
                add(place, "%s is here twice: line %d has it already".formatted(Words.key(key), there.key().line()));
            } else if (key != null) {
                entries.put(key, new Tree.Entry(place, value));
                size += value.size();
            }
        }
        return new Tree.Entries(Place.of(start), entries, size);
    }

    /** The key as text; null for what cannot be one, which is then a fault. */
    private String key(NodeEvent event, Iterator<Event> events, int depth) {
        Place place = Place.of(event);
        if (event instanceof ScalarEvent scalar) {
            refuseTag(scalar, scalar.getTag());
            String key = scalar.getValue();
            if (key.isEmpty() && scalar.isPlain()) {
                add(place, "there is a colon with no key before it");
                return null;
            }
            if (key.equals("<<") && scalar.isPlain()) {
                add(place, "<< takes nothing over in YAML 1.2: write out the keys that are meant");
                return null;
            }
            return key;
        }
        node(event, events, depth + 1);
        add(place, event instanceof AliasEvent
                ? "an alias cannot be a key: write it out"
                : "a list or a mapping cannot be a key: put it in quotes if it is meant as text");
        return null;
    }

    private Tree list(SequenceStartEvent start, Iterator<Event> events, int depth) {
        refuseTag(start);
        List<Tree> items = new ArrayList<>();
        int size = 1;
        count(1, Place.of(start));
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Tree item = node((NodeEvent) event, events, depth + 1);
            items.add(item);
            size += item.size();
        }
        return new Tree.Items(Place.of(start), items, size);
    }

    private Tree scalar(ScalarEvent event) {
        Place place = Place.of(event);
        count(1, place);
        refuseTag(event, event.getTag());
        String written = event.getValue();
        written.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE).findFirst().ifPresent(
                half -> add(place, "U+%04X is half of a character: write all of it".formatted(half)));
        Object value = event.isPlain() ? resolved(written, place) : written;
        return new Tree.Scalar(place, value, event.getTag().orElse("") + written, !event.isPlain());
    }

    /** Whether it is text without quotes, too. */
    static boolean isText(String written) {
        return !written.isEmpty() && Stream
                .of(CoreScalarResolver.NULL, CoreScalarResolver.BOOL, CoreScalarResolver.INT, CoreScalarResolver.FLOAT)
                .noneMatch(other -> other.matcher(written).matches());
    }

    private Object resolved(String written, Place place) {
        if (written.isEmpty() || CoreScalarResolver.NULL.matcher(written).matches()) {
            return null;
        }
        if (CoreScalarResolver.BOOL.matcher(written).matches()) {
            return written.equalsIgnoreCase("true");
        }
        if (CoreScalarResolver.INT.matcher(written).matches()) {
            return whole(written, place);
        }
        if (CoreScalarResolver.FLOAT.matcher(written).matches()) {
            return fraction(written, place);
        }
        return written;
    }

    private Object whole(String written, Place place) {
        if (written.matches("[-+]?0[0-9]+")) {
            add(place,
                    ("%s can be read as decimal and as octal: write it without the leading 0, or with 0o before it, or in "
                            + "quotes if it is meant as text").formatted(Words.shown(written)));
        }
        BigInteger number = switch (written.length() > 1 ? written.substring(0, 2) : "") {
            case "0x" -> new BigInteger(written.substring(2), 16);
            case "0o" -> new BigInteger(written.substring(2), 8);
            default -> new BigInteger(written);
        };
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private Object fraction(String written, Place place) {
        try {
            return new BigDecimal(written);
        } catch (NumberFormatException notFinite) {
            add(place, "%s is no number that can be meant here: put it in quotes if it is meant as text"
                    .formatted(Words.shown(written)));
            return written;
        }
    }

    private void refuseTag(CollectionStartEvent event) {
        refuseTag(event, event.getTag());
    }

    private void refuseTag(NodeEvent event, Optional<String> tag) {
        tag.filter(name -> !name.equals("!"))
                .ifPresent(name -> add(Place.of(event), "%s is not read here: leave the tag away"
                        .formatted(name.startsWith(YAML_TAGS)
                                ? "!!" + name.substring(YAML_TAGS.length())
                                : Words.shown(name))));
    }

    /** The text cannot be read any further. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Fault fault;

        Unreadable(Fault fault) {
            super(fault.message());
            this.fault = fault;
        }
    }
}
