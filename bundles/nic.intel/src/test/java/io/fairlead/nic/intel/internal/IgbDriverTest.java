package io.fairlead.nic.intel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.api.VfAttribute;
import io.fairlead.spi.nic.NicFunction;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IgbDriverTest {

    private final IgbDriver driver = new IgbDriver();

    @Test
    void knowsThe82576AndTheI350Exactly() {
        assertThat(driver.match(function(0x8086, 0x10C9, "igb"))).isEqualTo(NicMatch.EXACT);
        assertThat(driver.match(function(0x8086, 0x1521, "igb"))).isEqualTo(NicMatch.EXACT);
    }

    @Test
    void knowsOtherDevicesOfTheFamilyByTheirKernelDriver() {
        assertThat(driver.match(function(0x8086, 0x157B, "igb"))).isEqualTo(NicMatch.FAMILY);
    }

    @Test
    void doesNotBidForOthers() {
        assertThat(driver.match(function(0x8086, 0x1572, "i40e"))).isEqualTo(NicMatch.NONE);
        assertThat(driver.match(function(0x15B3, 0x10C9, "igb"))).isEqualTo(NicMatch.NONE);
        assertThat(driver.match(function(0x8086, 0x10C9, "vfio-pci"))).isEqualTo(NicMatch.NONE);
    }

    @Test
    void onlyThe82576LimitsARateAndNoneSetsALinkState() {
        assertThat(settable(0x10C9)).contains(VfAttribute.MAX_RATE)
                .doesNotContain(VfAttribute.LINK_STATE, VfAttribute.MIN_RATE, VfAttribute.VLAN_802_1AD);
        assertThat(settable(0x1521)).doesNotContain(VfAttribute.MAX_RATE, VfAttribute.LINK_STATE);
    }

    private Set<VfAttribute> settable(int device) {
        try (var session = driver.open(new Bare(function(0x8086, device, "igb")))) {
            return session.settable();
        }
    }

    private static NicFunction function(int vendor, int device, String kernelDriver) {
        return new NicFunction(new PciAddress(0, 1, 0, 0), vendor, device, 0, 0, Optional.of(kernelDriver));
    }
}
