package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentImport;
import io.fairlead.api.lifecycle.Fault;
import io.fairlead.lifecycle.internal.document.Place;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Reads the formats of other programs. */
@Component
public final class DocumentImports implements DocumentImport {

    private static final List<Foreign> FORMATS = List.of(new Netplan(), new Nmstate(), new SystemdLink(),
            new NodePolicy(),
            new ServiceUnit());

    @Override
    public List<String> formats() {
        return FORMATS.stream().map(Foreign::format).toList();
    }

    @Override
    public Imported read(Document foreign, Optional<String> format) {
        Source source = new Source(foreign);
        Foreign reader = format.map(name -> named(name, source)).orElseGet(() -> told(source));
        Draft draft = new Draft(source.name());
        if (!source.mappings().isEmpty()) {
            source.yaml().faults().forEach(fault -> draft.leftOut(place(fault), fault.message()));
        }
        reader.read(source, draft);
        String yaml = "# From %s, read as %s.\n".formatted(Printable.of(source.name()), reader.format()) + draft.yaml();
        return new Imported(reader.format(), new Document(foreign.name(), yaml), draft.leftOut());
    }

    private static Place place(Fault fault) {
        return new Place(fault.line(), fault.column());
    }

    private Foreign named(String name, Source source) {
        Foreign reader = FORMATS.stream().filter(one -> one.format().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.USAGE, "%s is no format that is read: there are %s"
                        .formatted(Printable.quoted(name), String.join(", ", formats()))));
        if (!reader.fits(source)) {
            throw new FairleadException(Kind.USAGE,
                    "%s is not of the format %s%s".formatted(Printable.of(source.name()),
                            reader.format(), why(source)));
        }
        return reader;
    }

    private Foreign told(Source source) {
        return FORMATS.stream().filter(one -> one.fits(source)).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.USAGE,
                        "%s is of no format that is read%s: there are %s".formatted(Printable.of(source.name()),
                                why(source),
                                String.join(", ", formats()))));
    }

    /** What is wrong with it as YAML, unless it has sections. */
    private static String why(Source source) {
        return source.lines().isEmpty() && source.yaml().documents().isEmpty() && !source.yaml().faults().isEmpty()
                ? ", and no YAML: in line %d, %s".formatted(source.yaml().faults().getLast().line(),
                        source.yaml().faults().getLast().message())
                : "";
    }
}
