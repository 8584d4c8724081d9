package io.fairlead.nic.broadcom.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicFunction;
import io.fairlead.spi.nic.NicSession;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BnxtDriverTest {

    private final BnxtDriver driver = new BnxtDriver();

    @Test
    void knowsTheBcm57414AndNoOtherVendorsDevice() {
        assertThat(driver.match(function(0x14e4, 0x16d7))).isEqualTo(NicMatch.EXACT);
        assertThat(driver.match(function(0x14e4, 0x1234))).isEqualTo(NicMatch.FAMILY);
        assertThat(driver.match(function(0x8086, 0x16d7))).isEqualTo(NicMatch.NONE);
    }

    @Test
    void wantsItsInterfaceUpAndVfsBeforeAnotherEswitchMode() {
        try (NicSession session = driver.open(new Bare(function(0x14e4, 0x16d7)))) {
            assertThat(session.creation(4).interfaceUpFirst()).isTrue();
            assertThat(session.eswitch()).contains(EswitchOrder.WITH_VFS);
        }
    }

    private static NicFunction function(int vendor, int device) {
        return new NicFunction(new PciAddress(0, 0x5e, 0, 0), vendor, device, 0, 0, Optional.of("bnxt_en"));
    }
}
