package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.FairleadException;
import io.fairlead.api.Inventory;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentException;
import io.fairlead.api.lifecycle.Fault;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.lifecycle.internal.NoInventory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the document of a host: as YAML, by the schema that the providers' sections make up, and by what the providers check
 * themselves. Safe for use by several threads.
 */
public final class DocumentReader {

    private static final int MOST_FAULTS = 100;

    /** The schema of the providers that were there the last time: making one takes longer than reading with it. */
    private volatile Compiled last = new Compiled(List.of(), new HostSchema(List.of()));

    private record Compiled(List<String> sections, HostSchema schema) {
    }

    /** The JSON Schema (2020-12) of the whole document, with these providers' sections. */
    public String schema(List<ResourceProvider> providers) {
        return compiled(providers).json();
    }

    private HostSchema compiled(List<ResourceProvider> providers) {
        List<String> sections = providers.stream().map(provider -> provider.section() + "\n" + provider.schema())
                .toList();
        Compiled compiled = last;
        if (!compiled.sections().equals(sections)) {
            compiled = new Compiled(sections, new HostSchema(providers));
            last = compiled;
        }
        return compiled.schema();
    }

    /**
     * Reads a document.
     *
     * @param providers those that are there now
     * @param host what they are shown of it
     * @throws DocumentException with all that is wrong with it
     * @throws FairleadException {@code HOST_FAILED} when a provider cannot tell whether its section can be
     */
    public Declared read(Document document, List<ResourceProvider> providers, Inventory host) {
        return read(document, providers, providers, host);
    }

    /**
     * Reads a document that was read before: whether its host can be brought to it now is not asked.
     *
     * @param providers those that are there now
     * @throws DocumentException when it is none by the schema of now
     */
    public Declared known(Document document, List<ResourceProvider> providers) {
        return read(document, providers, List.of(), new NoInventory());
    }

    private Declared read(Document document, List<ResourceProvider> providers, List<ResourceProvider> checking,
            Inventory host) {
        List<Fault> faults = new ArrayList<>();
        Tree.Entries root = root(document, faults);
        HostSchema schema = compiled(providers);
        List<Problem> problems = new ArrayList<>(Sentences.of(schema, root));
        SoundPart sound = new SoundPart(schema, root.plain(), problems);
        Declared declared = declared(sound.document(), schema);
        problems.addAll(checked(declared, checking, host, sound, faults.isEmpty() && problems.isEmpty()));
        problems.forEach(problem -> faults.add(place(root, problem).fault(problem.message())));
        if (!faults.isEmpty()) {
            throw new DocumentException(document.name(), ordered(faults));
        }
        return declared;
    }

    /**
     * A document as plain data, with all its keys, whatever they may mean.
     *
     * @throws DocumentException when it is no mapping
     */
    public Map<String, Object> plain(Document document) {
        List<Fault> faults = new ArrayList<>();
        Tree.Entries root = root(document, faults);
        if (!faults.isEmpty()) {
            throw new DocumentException(document.name(), ordered(faults));
        }
        return root.plain();
    }

    private static Tree.Entries root(Document document, List<Fault> faults) {
        TreeReader.Parsed parsed = TreeReader.read(document.text());
        faults.addAll(parsed.faults());
        if (parsed.documents().isEmpty()) {
            if (faults.isEmpty()) {
                faults.add(empty(Place.START));
            }
            throw new DocumentException(document.name(), ordered(faults));
        }
        parsed.documents().stream().skip(1).findFirst().ifPresent(second -> faults
                .add(second.place().fault("a second document begins here: a host has one, so put all into the first")));
        if (!(parsed.documents().getFirst() instanceof Tree.Entries root)) {
            faults.add(noMapping(parsed.documents().getFirst()));
            throw new DocumentException(document.name(), ordered(faults));
        }
        return root;
    }

    private static Fault empty(Place place) {
        return place.fault("there is nothing in the document: write {} to declare that nothing is to be kept");
    }

    private static Fault noMapping(Tree root) {
        return root instanceof Tree.Scalar scalar && scalar.value() == null
                ? empty(root.place())
                : root.place().fault("the document has to be a mapping of sections, and %s%s".formatted(Given.is(root),
                        SyntaxSentence.blankMissing(root) ? ": a blank has to follow the colon" : ""));
    }

    private static Declared declared(Map<String, Object> plain, HostSchema schema) {
        Map<String, Object> sections = new LinkedHashMap<>(plain);
        sections.keySet().removeAll(Settings.KEYS);
        return new Declared(new Declaration(sections), Settings.of(plain),
                sections.keySet().stream().filter(schema.waiting()::contains).toList());
    }

    private static List<Problem> checked(Declared declared, List<ResourceProvider> providers, Inventory host,
            SoundPart sound, boolean whole) {
        List<Problem> found = new ArrayList<>(declared.settings().check());
        for (ResourceProvider provider : providers) {
            try {
                found.addAll(provider.check(declared.declaration(), host));
            } catch (FairleadException e) {
                if (whole) {
                    throw e;
                }
            }
        }
        return found.stream().filter(sound::holds).toList();
    }

    private static Place place(Tree root, Problem problem) {
        return problem.key()
                ? root.keyPlace(problem.pointer())
                : root.at(problem.pointer()).filter(tree -> !isEmpty(tree)).map(Tree::place)
                        .orElseGet(() -> root.keyPlace(problem.pointer()));
    }

    /** What has no value stands nowhere: the key is better to see. */
    private static boolean isEmpty(Tree tree) {
        return tree instanceof Tree.Scalar scalar && scalar.text().isEmpty() && !scalar.quoted();
    }

    /** By place; of several at one place the first, which the others may come from. */
    private static List<Fault> ordered(List<Fault> faults) {
        Map<Place, Fault> byPlace = new TreeMap<>();
        faults.forEach(fault -> byPlace.putIfAbsent(new Place(fault.line(), fault.column()), fault));
        List<Fault> ordered = new ArrayList<>(byPlace.values());
        int more = ordered.size() - MOST_FAULTS;
        if (more > 0) {
            Fault next = ordered.get(MOST_FAULTS);
            ordered.subList(MOST_FAULTS, ordered.size()).clear();
            ordered.add(new Fault(next.line(), next.column(), "from here on there are %d more".formatted(more)));
        }
        return ordered;
    }
}
