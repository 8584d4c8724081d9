package io.fairlead.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.Vlan;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What commands ask of the services, and how they end. */
class CommandTest {

    private final Services services = new Services();

    @Test
    void theWordsOfSetVfsReachTheService() throws Exception {
        assertThat(run("sriov:setVfs eno4 7 --probe off --force")).isEqualTo("eno4: 7 VFs (was 0)");

        assertThat(services.asked()).containsExactly(new Services.SetVfs("eno4", 7, Optional.of(false), true));
    }

    @Test
    void everyAttributeReachesTheService() throws Exception {
        run("sriov:setVf eno4 3 --mac 52-54-00-AA-22-33 --vlan 100 --qos 3 --proto 802.1AD --spoof off --trust on "
                + "--state auto --min-rate=10 --max-rate 1000 --driver vfio-pci");

        VfAttributes wanted = new VfAttributes(Optional.of(new MacAddress("52:54:00:aa:22:33")),
                Optional.of(new Vlan(100, 3, Vlan.Protocol.DOT1AD)), Optional.of(false), Optional.of(true),
                Optional.of(LinkState.AUTO), Optional.of(10), Optional.of(1000));
        assertThat(services.asked()).containsExactly(
                new Services.SetVf("eno4", 3, wanted, Optional.of(new VfDriver.Named("vfio-pci"))));
    }

    @Test
    void whatIsNotNamedIsLeftAlone() throws Exception {
        run("sriov:setVf eno4 0 --vlan 0");
        run("sriov:setVf eno4 0 --driver none");

        VfAttributes noVlan = new VfAttributes(Optional.empty(), Optional.of(Vlan.NONE), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(services.asked()).containsExactly(new Services.SetVf("eno4", 0, noVlan, Optional.empty()),
                new Services.SetVf("eno4", 0, VfAttributes.NONE, Optional.of(new VfDriver.None())));
    }

    @Test
    void aMinimumRateNeedsNoRoomBelowNoLimit() throws Exception {
        run("sriov:setVf eno4 0 --min-rate 100 --max-rate 0");

        assertThat(services.asked()).hasSize(1);
    }

    @Test
    void aModeAFirmwaresCountAndAReleaseReachTheService() throws Exception {
        run("sriov:setEswitch eno4 SwitchDev");
        run("nic:firmware eno4");
        run("nic:firmware eno4 --vfs 16 --keep");
        run("nic:release acme-x");

        assertThat(services.asked()).containsExactly(EswitchMode.SWITCHDEV, 16, "acme-x");
    }

    @Test
    void eachPairIsMeasuredForThreeSecondsUnlessToldOtherwise() throws Exception {
        run("sriov:measure eno4");
        run("sriov:measure eno4 --seconds 60");

        assertThat(services.asked()).containsExactly(new Services.Measure("eno4", 3),
                new Services.Measure("eno4", 60));
    }

    @Test
    void aCountThatWaitsForAGuestEndsAsPendingAndSaysForWhom() {
        try (Gogo gogo = new Gogo(new Services(Records.pending()))) {
            FairleadException pending = catchThrowableOfType(FairleadException.class,
                    () -> gogo.run("sriov:setVfs eno5 4 --force"));

            assertThat(pending.kind()).isEqualTo(Kind.PENDING);
            assertThat(pending).hasMessage("eno5 does not have its 4 VFs yet, it is stuck since 2026-01-01T12:00:05Z, "
                    + "waiting for guest t1: it completes by itself once guest t1 lets go, and sriov:list tells how it stands");
            assertThat(gogo.printed()).isEqualTo("""
                    eno5: 6 VFs now, 4 wanted, not finished
                      it goes through 0
                    """);
        }
    }

    @Test
    void aPendingCountIsPrintedAsJsonToThoseWhoWantThat() {
        try (Gogo gogo = new Gogo(new Services(Records.pending()))) {
            FairleadException pending = catchThrowableOfType(FairleadException.class,
                    () -> gogo.run("sriov:setVfs eno5 4 --force --json"));

            assertThat(pending.kind()).isEqualTo(Kind.PENDING);
            assertThat(gogo.printed()).contains("\"wanted\" : 4").contains("\"waitingFor\" : [ \"guest t1\" ]");
        }
    }

    @Test
    void commandsReturnObjectsThatScriptsCanUse() throws Exception {
        assertThat(run("(sriov:show eno4) numVfs")).isEqualTo("6");
        assertThat(run("(sriov:list) functions")).contains(
                "eno5, PCI 0000:02:00.0, VFs 1/7, stuck since 2026-01-01T12:00:05Z, waiting for guest t1\n");
    }

    private String run(String line) throws Exception {
        try (Gogo gogo = new Gogo(services)) {
            return gogo.run(line);
        }
    }
}
