package io.fairlead.nic.intel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicDriver;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FamiliesTest {

    private static final List<NicDriver> ALL = List.of(new IgbDriver(), new IxgbeDriver(), new I40eDriver(),
            new IceDriver());

    @Test
    void eachNicHasOneDriverThatKnowsIt() {
        assertThat(bids(0x10C9, "igb")).containsExactly(NicMatch.EXACT, NicMatch.NONE, NicMatch.NONE, NicMatch.NONE);
        assertThat(bids(0x10FB, "ixgbe")).containsExactly(NicMatch.NONE, NicMatch.EXACT, NicMatch.NONE, NicMatch.NONE);
        assertThat(bids(0x1572, "i40e")).containsExactly(NicMatch.NONE, NicMatch.NONE, NicMatch.EXACT, NicMatch.NONE);
        assertThat(bids(0x1592, "ice")).containsExactly(NicMatch.NONE, NicMatch.NONE, NicMatch.NONE, NicMatch.EXACT);
    }

    @Test
    void aNewDeviceUnderAKnownKernelDriverIsOfTheFamily() {
        assertThat(bids(0x12D2, "ice")).containsExactly(NicMatch.NONE, NicMatch.NONE, NicMatch.NONE, NicMatch.FAMILY);
    }

    @Test
    void sixtyFourVfsHaveMoreTimeThanTheyWereSeenToTake() {
        assertThat(open(new IxgbeDriver(), 0x10FB, "ixgbe").creation(63).settleTime())
                .isGreaterThan(Duration.ofSeconds(60));
        assertThat(open(new I40eDriver(), 0x1572, "i40e").creation(64).settleTime())
                .isGreaterThan(Duration.ofSeconds(22));
    }

    @Test
    void vfsOfIavfAreBoundOnceMoreWhenTheyHaveNoInterface() {
        assertThat(open(new I40eDriver(), 0x1572, "i40e").creation(4).interfaceTime()).isPresent();
        assertThat(open(new IceDriver(), 0x1592, "ice").creation(4).interfaceTime()).isPresent();
        assertThat(open(new IxgbeDriver(), 0x10FB, "ixgbe").creation(4).interfaceTime()).isEmpty();
    }

    @Test
    void onlyIceHasAnEswitchAndTakesAModeWithoutVfs() {
        assertThat(open(new IceDriver(), 0x1592, "ice").eswitch()).contains(EswitchOrder.WITHOUT_VFS);
        assertThat(open(new I40eDriver(), 0x1572, "i40e").eswitch()).isEmpty();
        assertThat(open(new IxgbeDriver(), 0x10FB, "ixgbe").eswitch()).isEmpty();
    }

    @Test
    void onlyIceGuaranteesARate() {
        assertThat(open(new IceDriver(), 0x1592, "ice").settable()).contains(VfAttribute.MIN_RATE);
        assertThat(open(new I40eDriver(), 0x1572, "i40e").settable()).doesNotContain(VfAttribute.MIN_RATE)
                .contains(VfAttribute.MAX_RATE, VfAttribute.LINK_STATE);
        assertThat(open(new IxgbeDriver(), 0x10FB, "ixgbe").settable()).doesNotContain(VfAttribute.MIN_RATE);
    }

    private static List<NicMatch> bids(int device, String kernelDriver) {
        return ALL.stream().map(driver -> driver.match(function(device, kernelDriver))).toList();
    }

    private static NicSession open(NicDriver driver, int device, String kernelDriver) {
        return driver.open(new Bare(function(device, kernelDriver)));
    }

    private static NicFunction function(int device, String kernelDriver) {
        return new NicFunction(new PciAddress(0, 1, 0, 0), 0x8086, device, 0, 0, Optional.of(kernelDriver));
    }
}
