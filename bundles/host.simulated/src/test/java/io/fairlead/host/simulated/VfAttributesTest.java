package io.fairlead.host.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import io.fairlead.host.Link;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a PF's driver sets on its VFs, and how it refuses (IFLA_VF_*, the drivers' ndo_set_vf_*). */
class VfAttributesTest {

    private static final Vlan INNER = new Vlan(100, 3, Vlan.Protocol.DOT1Q);
    private static final Vlan OUTER = new Vlan(100, 0, Vlan.Protocol.DOT1AD);

    private final SimulatedHost igb = SimulatedHost.of(SimulatedHosts.igb());
    private final SimulatedHost connectx6 = SimulatedHost.of(SimulatedHosts.connectx6());
    private final SimulatedHost x710 = SimulatedHost.of(SimulatedHosts.x710());

    @Test
    void aNewVfHasNoMacNoVlanAndNoTrust() {
        VfAttributes fresh = seen(igb, "eno5", 3);

        assertThat(fresh.mac()).contains(new MacAddress("00:00:00:00:00:00"));
        assertThat(fresh.vlan()).contains(Vlan.NONE);
        assertThat(fresh.trust()).contains(false);
        assertThat(fresh.spoofCheck()).contains(true);
        assertThat(fresh.linkState()).contains(LinkState.AUTO);
    }

    @Test
    void whatIsSetIsReadBackAndTheRestStays() {
        VfAttributes wanted = new VfAttributes(Optional.of(new MacAddress("52:54:00:11:22:33")), Optional.of(INNER),
                Optional.of(false), Optional.of(true), Optional.empty(), Optional.empty(), Optional.of(200));

        igb.links().setVf("eno5", 3, wanted);

        assertThat(seen(igb, "eno5", 3)).isEqualTo(new VfAttributes(wanted.mac(), wanted.vlan(), wanted.spoofCheck(),
                wanted.trust(), Optional.of(LinkState.AUTO), Optional.of(0), Optional.of(200)));
        assertThat(seen(igb, "eno5", 2).trust()).contains(false);
        assertThat(igb.writes()).hasSize(5).contains("eno5 vf 3 trust=on");
    }

    @Test
    void attributesGoWithTheVfs() {
        x710.createVfs("ens1f0", 2);
        x710.links().setVf("ens1f0", 1, trust());

        x710.createVfs("ens1f0", 0);
        assertThat(link(x710, "ens1f0").vfs()).isEmpty();
        x710.createVfs("ens1f0", 2);

        assertThat(seen(x710, "ens1f0", 1).trust()).contains(false);
    }

    @Test
    void igbHasNoLinkStateAndNoOuterVlan() {
        assertThat(refusal(igb, "eno5", 3, linkState())).isEqualTo(Kind.UNSUPPORTED);
        assertThat(refusal(igb, "eno5", 3, vlan(OUTER))).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void igbKnowsRatesAndRefusesAMinimum() {
        assertThat(refusal(igb, "eno5", 3, rates(100, 200))).isEqualTo(Kind.HOST_FAILED);
        assertThat(refusal(igb, "eno5", 3, rates(0, 1001))).isEqualTo(Kind.HOST_FAILED);
        igb.links().setVf("eno5", 3, rates(0, 1000));
        assertThat(seen(igb, "eno5", 3).maxRate()).contains(1000);
    }

    @Test
    void connectX6SetsBothRatesAndTheLinkState() {
        connectx6.links().setVf("ens2f0np0", 1, rates(1000, 20_000));
        connectx6.links().setVf("ens2f0np0", 1, linkState());

        assertThat(seen(connectx6, "ens2f0np0", 1).minRate()).contains(1000);
        assertThat(seen(connectx6, "ens2f0np0", 1).linkState()).contains(LinkState.ON);
        assertThat(refusal(connectx6, "ens2f0np0", 1, rates(30_000, 20_000))).isEqualTo(Kind.HOST_FAILED);
        assertThat(refusal(connectx6, "ens2f0np0", 1, vlan(OUTER))).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void whatIsNotThereIsAFailureOfTheHost() {
        assertThat(refusal(igb, "eno5", 7, trust())).isEqualTo(Kind.HOST_FAILED);
        assertThat(refusal(igb, "eno9", 0, trust())).isEqualTo(Kind.HOST_FAILED);
        assertThat(refusal(igb, "eno5", 1, mac("53:54:00:11:22:33"))).isEqualTo(Kind.HOST_FAILED);
    }

    @Test
    void whoIsNotRootSetsNothing() {
        igb.faults().dropPrivileges();

        assertThat(refusal(igb, "eno5", 1, trust())).isEqualTo(Kind.HOST_FAILED);
        assertThat(seen(igb, "eno5", 1).trust()).contains(false);
    }

    private static Kind refusal(SimulatedHost host, String pf, int index, VfAttributes wanted) {
        try {
            host.links().setVf(pf, index, wanted);
        } catch (FairleadException e) {
            return e.kind();
        }
        throw new AssertionError("%s was set on VF %d of %s".formatted(wanted, index, pf));
    }

    private static Link link(SimulatedHost host, String name) {
        return host.links().links().stream().filter(link -> link.name().equals(name)).findFirst().orElseThrow();
    }

    private static VfAttributes seen(SimulatedHost host, String pf, int index) {
        return link(host, pf).vfs().get(index);
    }

    private static VfAttributes trust() {
        return new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static VfAttributes linkState() {
        return new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(LinkState.ON), Optional.empty(), Optional.empty());
    }

    private static VfAttributes mac(String mac) {
        return new VfAttributes(Optional.of(new MacAddress(mac)), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static VfAttributes vlan(Vlan vlan) {
        return new VfAttributes(Optional.empty(), Optional.of(vlan), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static VfAttributes rates(int min, int max) {
        return new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(min), Optional.of(max));
    }
}
