package io.fairlead.nic.nvidia.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.NicMatch;
import io.fairlead.api.PciAddress;
import io.fairlead.spi.nic.EswitchOrder;
import io.fairlead.spi.nic.NicContext.Output;
import io.fairlead.spi.nic.NicFirmware;
import io.fairlead.spi.nic.NicFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class Mlx5DriverTest {

    /** As mstconfig of mstflint prints it with {@code -e} for a ConnectX-4 and later. */
    private static final String THREE_COLUMNS = """
            Device #1:
            ----------

            Device type:        ConnectX6DX
            Name:               MCX623106AN-CDA_Ax
            Device:             0000:c1:00.0

            Configurations:                                      Default         Current         Next Boot
            *        NUM_OF_VFS                                  0               8               16
                     SRIOV_EN                                    False(0)        True(1)         True(1)
            The '*' shows parameters with next value different from default/current value.
            """;

    /** As it was published for a ConnectX-3 Pro, whose firmware does not tell what is current. */
    private static final String TWO_COLUMNS = """
            Device #1:
            ----------

            Device type:    ConnectX3Pro
            Device:         /sys/bus/pci/devices/0000:20:00.0/config

            Configurations:                              Default         Next Boot
                     SRIOV_EN                            True(1)         True(1)
                     NUM_OF_VFS                          16              16
                     LINK_TYPE_P1                        VPI(3)          VPI(3)
            """;

    private final List<List<String>> calls = new ArrayList<>();
    private final Mlx5Driver driver = new Mlx5Driver();

    @Test
    void knowsConnectxAndBluefieldAndNotTheirVfs() {
        assertThat(driver.match(function(0x101d))).isEqualTo(NicMatch.EXACT);
        assertThat(driver.match(function(0xa2dc))).isEqualTo(NicMatch.EXACT);
        assertThat(driver.match(function(0x1027))).isEqualTo(NicMatch.FAMILY);
    }

    @Test
    void wantsItsVfsUnboundForAnotherEswitchMode() {
        assertThat(driver.open(answering(0, "", "")).eswitch()).contains(EswitchOrder.WITH_VFS_UNBOUND);
    }

    @Test
    void readsWhatTheFirmwareHasNowAndAfterAPowerCycle() {
        FirmwareVfs firmware = firmware(answering(0, THREE_COLUMNS, "")).read();

        assertThat(firmware).isEqualTo(new FirmwareVfs(true, 8, true, 16));
        assertThat(firmware.needsPowerCycle()).isTrue();
        assertThat(calls).containsExactly(
                List.of("mstconfig", "-d", "0000:c1:00.0", "-e", "query", "SRIOV_EN", "NUM_OF_VFS"));
    }

    @Test
    void takesTheNextForTheCurrentWhereTheFirmwareDoesNotTellIt() {
        assertThat(firmware(answering(0, TWO_COLUMNS, "")).read()).isEqualTo(new FirmwareVfs(true, 16, true, 16));
    }

    @Test
    void switchesSriovOnWithACountAndOffWithNone() {
        firmware(answering(0, "", "")).write(16);
        firmware(answering(0, "", "")).write(0);

        assertThat(calls).containsExactly(
                List.of("mstconfig", "-d", "0000:c1:00.0", "-y", "set", "SRIOV_EN=1", "NUM_OF_VFS=16"),
                List.of("mstconfig", "-d", "0000:c1:00.0", "-y", "set", "SRIOV_EN=0"));
    }

    @Test
    void refusesUnderLockdownAndWithoutMstflintAndCallsNothing() {
        refuses(Kind.NOT_CAPABLE, "locked down",
                () -> firmware(new Recorded(true, true, new Output(0, "", ""), calls)).write(16));
        refuses(Kind.NOT_CAPABLE, "install mstflint",
                () -> firmware(new Recorded(false, false, new Output(0, "", ""), calls)).read());
        assertThat(calls).isEmpty();
    }

    @Test
    void tellsWhatMstconfigSaysAndDoesNotGuess() {
        refuses(Kind.HOST_FAILED, "-E- Failed to open the device",
                () -> firmware(answering(3, "", "-E- Failed to open the device")).read());
        refuses(Kind.HOST_FAILED, "does not tell the SRIOV_EN",
                () -> firmware(answering(0, "Device #1:\n", "")).read());
        refuses(Kind.HOST_FAILED, "that is no number: Array[0..7]",
                () -> firmware(answering(0, "SRIOV_EN True(1)\nNUM_OF_VFS Array[0..7]\n", "")).read());
    }

    private NicFirmware firmware(Recorded host) {
        return driver.open(host).firmware().orElseThrow();
    }

    private Recorded answering(int status, String output, String error) {
        return new Recorded(true, false, new Output(status, output, error), calls);
    }

    private static void refuses(Kind kind, String words, ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageContaining(words).isInstanceOfSatisfying(FairleadException.class,
                refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }

    private static NicFunction function(int device) {
        return new NicFunction(new PciAddress(0, 0xc1, 0, 0), 0x15b3, device, 0, 0, Optional.of("mlx5_core"));
    }
}
