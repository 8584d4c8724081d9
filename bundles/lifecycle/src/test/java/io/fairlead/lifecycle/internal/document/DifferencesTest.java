package io.fairlead.lifecycle.internal.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.lifecycle.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What two documents have differently. */
class DifferencesTest {

    @Test
    void theSmallestValuesThatDifferAreToldInTheOrderOfTheSecond() {
        Map<String, Object> before = tree("""
                kernel: {arguments: [iommu=pt]}
                physicalFunctions: {eno4: {virtualFunctions: 4, probeDrivers: true}, 0000:02:00.0: {virtualFunctions: 1}}
                """);
        Map<String, Object> after = tree("""
                policy: enforce
                physicalFunctions: {eno4: {virtualFunctions: 7, probeDrivers: true}, a/b: {virtualFunctions: 1}}
                kernel: {arguments: [iommu=pt, quiet]}
                """);

        assertThat(Differences.between(before, after)).containsExactly(
                new Difference("/policy", Optional.empty(), Optional.of("\"enforce\"")),
                new Difference("/physicalFunctions/eno4/virtualFunctions", Optional.of("4"), Optional.of("7")),
                new Difference("/physicalFunctions/a~1b", Optional.empty(), Optional.of("{\"virtualFunctions\":1}")),
                new Difference("/physicalFunctions/0000:02:00.0", Optional.of("{\"virtualFunctions\":1}"),
                        Optional.empty()),
                new Difference("/kernel/arguments", Optional.of("[\"iommu=pt\"]"),
                        Optional.of("[\"iommu=pt\",\"quiet\"]")));
    }

    @Test
    void theSameInAnotherOrderIsNoDifference() {
        assertThat(Differences.between(tree("{kernel: {}, libvirt: {pools: {a: b, c: d}}}"),
                tree("{libvirt: {pools: {c: d, a: b}}, kernel: {}}"))).isEqualTo(List.of());
    }

    private static Map<String, Object> tree(String yaml) {
        return ((Tree.Entries) TreeReader.read(yaml).documents().getFirst()).plain();
    }
}
