package io.fairlead.lifecycle.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentImport.Imported;
import io.fairlead.lifecycle.internal.NoInventory;
import io.fairlead.lifecycle.internal.document.DocumentReader;
import io.fairlead.lifecycle.internal.document.Sections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What becomes of other programs' files. Each directory of the resources has one, with the document it becomes
 * ({@code host.yaml}) and what is left out ({@code left-out.txt}). With {@code -Dgolden.record=true} these are written rather
 * than compared: read the difference.
 */
class ImportsTest {

    private static final Path SAMPLES = Path.of("src/test/resources/io/fairlead/lifecycle/internal/imports");
    private static final boolean RECORD = Boolean.getBoolean("golden.record");

    private final DocumentImports imports = new DocumentImports();

    @TestFactory
    Stream<DynamicTest> eachBecomesADocumentThatCanBeReadAndTellsOfTheRest() throws IOException {
        return samples().stream().map(sample -> DynamicTest.dynamicTest(sample.getFileName().toString(), () -> {
            Imported imported = imports.read(given(sample), Optional.empty());
            String leftOut = String.join("\n", imported.leftOut()) + "\n";
            if (RECORD) {
                Files.writeString(sample.resolve("host.yaml"), imported.document().text());
                Files.writeString(sample.resolve("left-out.txt"), leftOut);
            }
            assertThat(imported.document().text()).isEqualTo(Files.readString(sample.resolve("host.yaml")));
            assertThat(leftOut).isEqualTo(Files.readString(sample.resolve("left-out.txt")));
            new DocumentReader().read(imported.document(), List.of(Sections.anyPhysicalFunctions()),
                    new NoInventory());
            assertThat(imports.read(given(sample), Optional.of(imported.format()))).isEqualTo(imported);
        }));
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> samples = Files.list(SAMPLES)) {
            return samples.sorted().toList();
        }
    }

    private static Document given(Path sample) throws IOException {
        try (Stream<Path> files = Files.list(sample)) {
            Path file = files.filter(path -> !path.endsWith("host.yaml") && !path.endsWith("left-out.txt")).findFirst()
                    .orElseThrow();
            return new Document("/etc/" + file.getFileName(), Files.readString(file));
        }
    }

    @Test
    void everyFormatHasASample() throws IOException {
        for (String format : imports.formats()) {
            assertThat(samples()).anySatisfy(
                    sample -> assertThat(imports.read(given(sample), Optional.empty()).format()).isEqualTo(format));
        }
    }

    @Test
    void aFileOfNoFormatIsRefused() {
        assertThatThrownBy(() -> imports.read(new Document("/tmp/hosts", "127.0.0.1 localhost\n"), Optional.empty()))
                .isInstanceOf(FairleadException.class)
                .hasMessage("hosts is of no format that is read: there are netplan, nmstate, systemd.link, "
                        + "SriovNetworkNodePolicy, systemd.service");
        assertThatThrownBy(() -> imports.read(new Document("a.yaml", "network: [\n"), Optional.empty()))
                .hasMessageStartingWith(
                        "a.yaml is of no format that is read, and no YAML: in line 2, a value has to be before");
    }

    @Test
    void aFormatThatDoesNotFitIsRefused() {
        Document netplan = new Document("a.yaml", "network: {version: 2}\n");

        assertThatThrownBy(() -> imports.read(netplan, Optional.of("nmstate"))).isInstanceOf(FairleadException.class)
                .hasMessage("a.yaml is not of the format nmstate");
        assertThatThrownBy(() -> imports.read(netplan, Optional.of("ifupdown"))).isInstanceOf(FairleadException.class)
                .hasMessageStartingWith("'ifupdown' is no format that is read");
    }

    @Test
    void aFileOfItsFormatWithNoVfsIsADocumentThatDeclaresNothing() {
        Imported imported = imports.read(new Document("a.yaml", "network: {ethernets: {eno1: {dhcp4: true}}}\n"),
                Optional.empty());

        assertThat(imported.document().text()).isEqualTo("# From a.yaml, read as netplan.\n{}\n");
        assertThat(imported.leftOut()).containsExactly("a.yaml:1: 'eno1' is no PF with VFs");
    }
}
