package io.fairlead.lifecycle.internal.imports;

import io.fairlead.lifecycle.internal.document.DocumentWriter;
import io.fairlead.lifecycle.internal.document.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document in the making, with what does not go into it. */
final class Draft {

    private final String file;
    private final Map<String, PfDraft> pfs = new LinkedHashMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    private record LeftOut(Place place, String why) {
    }

    Draft(String file) {
        this.file = file;
    }

    /** The physical function that is named so; a new one is declared with no VFs. */
    PfDraft pf(String selector) {
        return pfs.computeIfAbsent(selector, _ -> new PfDraft(this));
    }

    /** A physical function that is named by its kind, of which somebody else's file may mean several. */
    PfDraft pfOfKind(Place place, String kind) {
        leftOut(place,
                "the file is for every %s, and the document for the only one: where there are several, name %s#0, %s#1 and "
                        .formatted(kind, kind, kind) + "so on");
        return pf(kind);
    }

    void leftOut(Place place, String why) {
        leftOut.add(new LeftOut(place, why));
    }

    /** The document; call it before {@link #leftOut()}. */
    String yaml() {
        Map<String, Object> physicalFunctions = new LinkedHashMap<>();
        pfs.forEach((selector, pf) -> physicalFunctions.put(selector, pf.plain()));
        return DocumentWriter
                .yaml(physicalFunctions.isEmpty() ? Map.of() : Map.of("physicalFunctions", physicalFunctions));
    }

    /** One sentence each, in the file's order. */
    List<String> leftOut() {
        return leftOut.stream().sorted(Comparator.comparing(LeftOut::place))
                .map(one -> "%s:%d: %s".formatted(file, one.place().line(), one.why())).distinct().toList();
    }
}
