package io.fairlead.lifecycle.internal.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents as they are written for a person to read. */
class DocumentWriterTest {

    @Test
    void sectionsAreWrittenInBlocksInTheOrderOfTheSchema() {
        Map<String, Object> pf = new LinkedHashMap<>();
        pf.put("virtualFunctions", 7L);
        pf.put("functions", Map.of("0", Map.of("mac", "52:54:00:11:22:33")));
        Map<String, Object> sections = new LinkedHashMap<>();
        sections.put("libvirt", Map.of("pools", Map.of()));
        sections.put("physicalFunctions", Map.of("0000:01:00.0", pf));
        sections.put("kernel", Map.of("arguments", List.of("intel_iommu=on", "iommu=pt")));

        assertThat(DocumentWriter.yaml(sections)).isEqualTo("""
                kernel:
                  arguments:
                    - intel_iommu=on
                    - iommu=pt
                physicalFunctions:
                  0000:01:00.0:
                    virtualFunctions: 7
                    functions:
                      '0':
                        mac: 52:54:00:11:22:33
                libvirt:
                  pools: {}
                """);
    }

    @Test
    void theSameListTwiceIsWrittenTwice() {
        List<String> pfs = List.of("eno4");

        assertThat(DocumentWriter.yaml(Map.of("systemd", Map.of("virtualFunctionsAtBoot", pfs), "libvirt",
                Map.of("startAfter", pfs)))).doesNotContain("&", "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "010", "1e3", "1_000", "null", "~", "", " a", "a: b", "a #b", "# a", "- a", "*a",
            "&a", "!a",
            "@a", "0x10", "über", "a\nb", "driver:igb#0", "8086:10c9#1", "yes"})
    void textIsReadBackAsTheSameText(String text) {
        String yaml = DocumentWriter.yaml(Map.of(text, text, "list", List.of(text)));

        Tree tree = TreeReader.read(yaml).documents().getFirst();
        assertThat(tree.plain()).isEqualTo(Map.of(text, text, "list", List.of(text)));
    }
}
