package io.fairlead.lifecycle.internal.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.RepresentToNode;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.representer.StandardRepresenter;

/** Writes plain data as YAML, as a person would: in blocks, sections in the order of the schema. */
public final class DocumentWriter {

    private static final List<String> ORDER = List.of("policy", "kernel", "physicalFunctions", "networkManager",
            "systemd",
            "libvirt", "probes");

    private DocumentWriter() {
    }

    /** Sections as a document; the order within a section is left. */
    public static String yaml(Map<String, Object> sections) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        ORDER.stream().filter(sections::containsKey).forEach(key -> ordered.put(key, sections.get(key)));
        sections.forEach(ordered::putIfAbsent);
        DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setDereferenceAliases(true)
                .setIndicatorIndent(2).setIndentWithIndicator(true).setIndent(2).setSplitLines(false).build();
        return new Dump(settings, new Representer(settings)).dumpToString(copied(ordered));
    }

    /** Puts text in quotes that would else be read as something else. */
    private static final class Representer extends StandardRepresenter {

        Representer(DumpSettings settings) {
            super(settings);
            RepresentToNode otherwise = representers.get(String.class);
            representers.put(String.class, text -> TreeReader.isText((String) text)
                    ? otherwise.representData(text)
                    : representScalar(Tag.STR, (String) text, ScalarStyle.SINGLE_QUOTED));
        }
    }

    /** The same list or mapping in two places would be written as an alias. */
    private static Object copied(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, child) -> copy.put(key, copied(child)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(child -> copy.add(copied(child)));
                yield copy;
            }
            case null, default -> value;
        };
    }
}
