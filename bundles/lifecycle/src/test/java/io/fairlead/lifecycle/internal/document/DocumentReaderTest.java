package io.fairlead.lifecycle.internal.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentException;
import io.fairlead.api.resource.ResourceProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import io.fairlead.lifecycle.internal.NoInventory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read of a document that can be. */
class DocumentReaderTest {

    private static final String HOST = """
            kernel: {arguments: [intel_iommu=on, iommu=pt]}
            physicalFunctions:
              eno4:
                virtualFunctions: 7
                probeDrivers: false
                each: {spoofCheck: true}
                functions: {0: {mac: 52:54:00:11:22:33, vlan: 100, trust: true}, 6: {driver: vfio-pci}}
            networkManager: {unmanaged: virtual-functions}
            libvirt: {startAfter: [eno4], pools: {vfpool: eno4}, guestsMay: [trust]}
            """;

    private final DocumentReader reader = new DocumentReader();

    private Declared read(String text) {
        return reader.read(new Document("host.yaml", text), Sections.all(), new NoInventory());
    }

    @Test
    void itsSectionsArePlainDataWithTextForKeys() {
        Map<String, Object> sections = read(HOST).declaration().sections();

        assertThat(sections).containsOnlyKeys("kernel", "physicalFunctions", "networkManager", "libvirt");
        assertThat(sections.get("physicalFunctions")).isEqualTo(Map.of("eno4",
                Map.of("virtualFunctions", 7L, "probeDrivers",
                        false, "each", Map.of("spoofCheck", true), "functions",
                        Map.of("0", Map.of("mac", "52:54:00:11:22:33", "vlan", 100L, "trust", true), "6",
                                Map.of("driver", "vfio-pci")))));
        assertThat(sections.get("kernel")).isEqualTo(Map.of("arguments", List.of("intel_iommu=on", "iommu=pt")));
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        String json = JSON.std.asString(read(HOST).declaration().sections());

        assertThat(read(json)).isEqualTo(read(HOST));
    }

    @Test
    void whatWasReadIsTheSameWhenWrittenAndReadAgain() {
        Declared declared = read(HOST);

        assertThat(read(DocumentWriter.yaml(declared.declaration().sections()))).isEqualTo(declared);
    }

    @Test
    void theExampleThatIsShippedCanBeRead() throws IOException {
        Path example = Path.of("../../config/host.yaml.example");

        assertThat(read(Files.readString(example)).declaration().sections()).containsKeys("kernel", "physicalFunctions",
                "networkManager", "systemd", "libvirt");
    }

    @Test
    void nothingIsDeclaredByAnEmptyMapping() {
        assertThat(read("{}\n").declaration().sections()).isEmpty();
    }

    @Test
    void aByteOrderMarkAndAWindowsLineEndDoNoHarm() {
        assertThat(read("\ufeff" + HOST.replace("\n", "\r\n"))).isEqualTo(read(HOST));
    }

    @Test
    void anAliasStandsForWhatItNames() {
        Map<String, Object> sections = read("""
                physicalFunctions:
                  eno4: &both {virtualFunctions: 2}
                  eno5: *both
                """).declaration().sections();

        assertThat(sections.get("physicalFunctions"))
                .isEqualTo(Map.of("eno4", Map.of("virtualFunctions", 2L), "eno5", Map.of("virtualFunctions", 2L)));
    }

    @Test
    void theManagersOwnSettingsAreApartFromTheSections() {
        Declared declared = read("""
                policy: enforce
                probes: {reach: [192.0.2.1, "2001:db8::1"], resolve: [www.example.com]}
                """);

        assertThat(declared.settings())
                .isEqualTo(new Settings(true, List.of("192.0.2.1", "2001:db8::1"), List.of("www.example.com")));
        assertThat(declared.declaration().sections()).isEmpty();
        assertThat(read("{}").settings()).isEqualTo(new Settings(false, List.of(), List.of()));
    }

    @Test
    void aKnownSectionWhoseProviderIsAbsentWaitsAndIsThereForTheOthers() {
        List<ResourceProvider> withoutSriov = Sections.all().stream()
                .filter(provider -> !provider.section().equals("physicalFunctions")).toList();

        Declared declared = reader.read(new Document("host.yaml", HOST), withoutSriov, new NoInventory());

        assertThat(declared.waiting()).containsExactly("physicalFunctions");
        assertThat(declared.declaration().sections()).containsKey("physicalFunctions");
        assertThat(reader.read(new Document("host.yaml", HOST), Sections.all(), new NoInventory()).waiting()).isEmpty();
    }

    @Test
    void aSectionThatIsNotWellKnownIsKnownWhenItsProviderIsThere() {
        List<ResourceProvider> more = new ArrayList<>(Sections.all());
        ResourceProvider kernel = more.removeFirst();
        more.add(kernel);

        assertThat(reader.read(new Document("host.yaml", "kernel: {}"), List.of(kernel), new NoInventory()).waiting())
                .isEmpty();
        assertThatThrownBy(() -> reader.read(new Document("host.yaml", "firewall: {}"), more, new NoInventory()))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("host.yaml:1:1: firewall is not known here");
    }

    @Test
    void aTextThatIsTooLongIsNotRead() {
        assertThatThrownBy(() -> read("#".repeat(TreeReader.MOST_CHARACTERS + 1))).isInstanceOf(DocumentException.class)
                .hasMessage("host.yaml:1:1: the document has 1048577 characters, and at most 1048576 are read");
    }

    @Test
    void ofVeryManyFaultsAHundredAreTold() {
        String policies = "policy: report\n".repeat(300);

        assertThatThrownBy(() -> read(policies)).isInstanceOfSatisfying(DocumentException.class,
                e -> assertThat(e.faults()).hasSize(101).last()
                        .satisfies(last -> assertThat(last.message()).isEqualTo("from here on there are 199 more")));
    }

    @Test
    void aHostThatCannotTellIsNoFaultOfTheDocument() {
        ResourceProvider silent = Sections.section("kernel", _ -> {
            throw new FairleadException(Kind.HOST_FAILED, "the kernel is silent");
        });

        assertThatThrownBy(
                () -> reader.read(new Document("host.yaml", "kernel: {}"), List.of(silent), new NoInventory()))
                .isInstanceOf(FairleadException.class);
        assertThatThrownBy(() -> reader.read(new Document("host.yaml", "kernel: {}\npolicy: no"), List.of(silent),
                new NoInventory()))
                .isInstanceOf(DocumentException.class);
    }

    @Test
    void aDocumentOfALargeHostIsRead() {
        String functions = IntStream.range(0, 128)
                .mapToObj(
                        i -> "      %d: {mac: \"52:54:00:00:00:%02x\", vlan: %d, trust: true}\n".formatted(i, i, i + 1))
                .collect(Collectors.joining());
        String host = "physicalFunctions:\n" + IntStream.range(0, 32)
                .mapToObj(pf -> "  p%d:\n    virtualFunctions: 128\n    functions:\n%s".formatted(pf, functions))
                .collect(Collectors.joining());

        Declared declared = reader.read(new Document("host.yaml", host),
                List.of(Sections.section("physicalFunctions", _ -> List.of())), new NoInventory());

        assertThat(declared.declaration().section("physicalFunctions").orElseThrow()).hasSize(32);
    }

    @Test
    void thePublishedSchemaHasEverySectionAndRefersToNothingOutside() throws IOException {
        Map<String, Object> schema = JSON.std.mapFrom(reader.schema(Sections.all()));
        HostSchema composed = new HostSchema(Sections.all());

        assertThat(composed.at("/properties")).containsOnlyKeys("policy", "kernel", "physicalFunctions",
                "networkManager",
                "systemd", "libvirt", "probes");
        assertThat(schema).containsEntry("$schema", "https://json-schema.org/draft/2020-12/schema");
        assertThat(JSON.std.asString(schema)).contains("\"$ref\":\"#/properties/physicalFunctions/$defs/vlan\"")
                .doesNotContain("\"$ref\":\"#/$defs");
    }
}
