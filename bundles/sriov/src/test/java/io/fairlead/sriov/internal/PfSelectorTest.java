package io.fairlead.sriov.internal;

import static io.fairlead.sriov.internal.VfCountTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.host.simulated.SimulatedHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to name a PF, on a host with two ports of one card: eno4 and eno5, both igb. */
class PfSelectorTest {

    private final Stage stage = Stage.on(SimulatedHosts.igb());
    private final Inventory inventory = stage.inventory();

    @ParameterizedTest
    @CsvSource({"eno5", "0000:02:00.0", "02:00.0", "driver:igb#1", "8086:10c9#1", "8086:10C9#1",
            "mac:b4:96:91:00:02:00", "mac:B4-96-91-00-02-00"})
    void namesOne(String selector) {
        assertThat(inventory.physicalFunction(selector).label()).isEqualTo("eno5");
        assertThat(inventory.nameOf(selector)).isEqualTo("eno5");
    }

    @Test
    void needsNoNumberWhereThereIsOne() {
        assertThat(Stage.on(SimulatedHosts.netdevsim()).inventory().nameOf("driver:netdevsim")).isEqualTo("eni1np1");
    }

    @Test
    void aPfWithAnOddNameGoesByItsAddress() {
        stage.host().rename("eno5", "e;5");

        assertThat(inventory.nameOf("driver:igb#1")).isEqualTo("0000:02:00.0");
    }

    @Test
    void severalAreNamedAndCounted() {
        refused(Kind.USAGE, () -> inventory.nameOf("driver:igb"), "2 PFs (eno4, eno5)", "driver:igb#0 to driver:igb#1");
        refused(Kind.USAGE, () -> inventory.nameOf("8086:10c9"), "2 PFs (eno4, eno5)", "8086:10c9#1");
    }

    @Test
    void aNumberThatIsTooHighIsToldHowManyThereAre() {
        refused(Kind.USAGE, () -> inventory.nameOf("driver:igb#2"), "driver:igb#2 names nothing", "2 with",
                "eno4, eno5", "from #0");
    }

    /** A driver, a card and an address that the host has not; and those of its port without SR-IOV and of no port. */
    @ParameterizedTest
    @ValueSource(strings = {"driver:ice", "driver:virtio-pci", "15b3:101d", "mac:52:54:00:11:22:33",
            "mac:b4:96:91:00:00:10"})
    void whatFitsNothingIsToldSo(String selector) {
        refused(Kind.USAGE, () -> inventory.nameOf(selector), selector + " names nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mac:", "mac:52:54", "driver:", "driver:igb#", "driver:igb#x", "8086:10c9#-1", "8086:",
            "#1"})
    void whatIsNoSelectorIsToldWhatOneIs(String selector) {
        refused(Kind.USAGE, () -> inventory.nameOf(selector), selector, "eno4", "mac:", "driver:igb#0");
    }
}
