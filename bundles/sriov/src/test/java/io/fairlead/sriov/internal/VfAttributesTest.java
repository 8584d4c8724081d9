package io.fairlead.sriov.internal;

import static io.fairlead.sriov.internal.VfCountTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttribute;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.Vlan;
import io.fairlead.host.simulated.SimulatedHosts;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attributes and drivers of single VFs, on a host like the seed's. */
class VfAttributesTest {

    private static final VfDriver VFIO = new VfDriver.Named("vfio-pci");

    private final Stage stage = Stage.on(SimulatedHosts.igb());

    @BeforeEach
    void sevenVfs() {
        stage.sriov().setVfs("eno4", 7, Optional.of(false), false);
        stage.host().forgetWrites();
    }

    @Test
    void setsAndReadsBack() {
        FunctionChange change = set(3, wanted());

        assertThat(change.after().attributes().mac()).contains(new MacAddress("52:54:00:11:22:33"));
        assertThat(change.after().attributes().vlan()).contains(new Vlan(100, 5, Vlan.Protocol.DOT1Q));
        assertThat(change.after().attributes().spoofCheck()).contains(false);
        assertThat(change.after().attributes().trust()).contains(true);
    }

    @Test
    void writesNothingWhereAllIsSo() {
        set(3, wanted());
        stage.host().forgetWrites();

        assertThat(set(3, wanted()).written()).isFalse();
        assertThat(stage.host().writes()).isEmpty();
    }

    @Test
    void writesOnlyWhatDiffers() {
        set(3, wanted());
        stage.host().forgetWrites();

        set(3, withLinkState(wanted(), Optional.empty(), Optional.of(false)));

        assertThat(stage.host().writes()).containsExactly("eno4 vf 3 trust=off");
    }

    @Test
    void whatTheNicDriverKnowsToBeUnsupportedIsRefusedBeforeAnythingIsWritten() {
        Stage igb = Stage.on(SimulatedHosts.igb(), new Stage.Session(EnumSet.of(VfAttribute.MAC, VfAttribute.TRUST)));
        igb.sriov().setVfs("eno4", 7, Optional.of(false), false);
        igb.host().forgetWrites();

        refused(Kind.UNSUPPORTED, () -> igb.sriov().setVf("eno4", 3,
                withLinkState(VfAttributes.NONE, Optional.of(LinkState.ON), Optional.of(true)), Optional.empty()),
                "link state", "igb");
        assertThat(igb.host().writes()).isEmpty();
    }

    @Test
    void whatOnlyTheKernelKnowsToBeUnsupportedIsRefusedAndTheRestPutBack() {
        refused(Kind.UNSUPPORTED,
                () -> set(3, withLinkState(VfAttributes.NONE, Optional.of(LinkState.ON), Optional.of(true))));

        assertThat(stage.inventory().physicalFunction("eno4").functions().get(3).attributes().trust()).contains(false);
    }

    @Test
    void refusesValuesThatNoVfCanHave() {
        refused(Kind.USAGE, () -> set(0, withMac("01:00:5e:00:00:01")), "multicast");
        refused(Kind.USAGE, () -> set(0, withRates(Optional.of(-1), Optional.empty())), "-1");
        refused(Kind.USAGE, () -> set(0, withRates(Optional.of(200), Optional.of(100))), "200", "100");
        assertThat(stage.host().writes()).isEmpty();
    }

    @Test
    void refusesAVfThatIsNotThere() {
        refused(Kind.USAGE, () -> set(7, wanted()), "VF 7", "0 to 6");
        refused(Kind.USAGE, () -> set(-1, wanted()), "-1");
        stage.sriov().setVfs("eno4", 0, Optional.empty(), false);
        refused(Kind.USAGE, () -> set(0, wanted()), "no VFs", "sriov:setVfs");
    }

    @Test
    void bindsAndUnbindsThoughTheHostDoesNotProbe() {
        assertThat(bind("eno4", 2, VFIO).after().driver()).contains("vfio-pci");
        assertThat(bind("eno4", 2, new VfDriver.Named("igbvf")).after().driver()).contains("igbvf");
        assertThat(bind("eno4", 2, new VfDriver.None()).after().driver()).isEmpty();
    }

    @Test
    void doesNotTakeAVfFromItsGuest() {
        refused(Kind.IN_USE, () -> bind("eno5", 0, new VfDriver.None()), "guest t1");
        assertThat(stage.host().driverOf("eno5", 0)).contains("vfio-pci");
    }

    @Test
    void aGuestsVfCanStillBeTrusted() {
        assertThat(stage.sriov().setVf("eno5", 0, withLinkState(VfAttributes.NONE, Optional.empty(), Optional.of(true)),
                Optional.empty()).after().attributes().trust()).contains(true);
    }

    @Test
    void refusesDriversThatAreNone() {
        refused(Kind.USAGE, () -> bind("eno4", 2, new VfDriver.Named("../../x")), "../../x");
        stage.host().install("modprobe",
                _ -> new io.fairlead.host.Commands.Result(1, "", "modprobe: FATAL: Module nonesuch not found"));
        refused(Kind.HOST_FAILED, () -> bind("eno4", 2, new VfDriver.Named("nonesuch")), "nonesuch");
    }

    private FunctionChange set(int index, VfAttributes wanted) {
        return stage.sriov().setVf("eno4", index, wanted, Optional.empty());
    }

    private FunctionChange bind(String pf, int index, VfDriver driver) {
        return stage.sriov().setVf(pf, index, VfAttributes.NONE, Optional.of(driver));
    }

    private static VfAttributes wanted() {
        return new VfAttributes(MacAddress.parse("52:54:00:11:22:33"),
                Optional.of(new Vlan(100, 5, Vlan.Protocol.DOT1Q)), Optional.of(false), Optional.of(true),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static VfAttributes withMac(String mac) {
        return new VfAttributes(MacAddress.parse(mac), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static VfAttributes withRates(Optional<Integer> min, Optional<Integer> max) {
        return new VfAttributes(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), min, max);
    }

    private static VfAttributes withLinkState(VfAttributes base, Optional<LinkState> state, Optional<Boolean> trust) {
        return new VfAttributes(base.mac(), base.vlan(), base.spoofCheck(), trust, state, base.minRate(),
                base.maxRate());
    }
}
